using System.Globalization;
using System.Text;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization;

/// <summary>What a quantization did to a model and what was gained by it, measured on this machine.</summary>
public sealed class QuantizationReport
{
    private IReadOnlyList<QuantizationAttempt> _attempts = [];
    private IReadOnlyList<string> _warnings = [];
    private IReadOnlyList<TargetReport> _targets = [];

    internal QuantizationReport()
    {
    }

    /// <summary>The name of the FP32 model's file, without its folder.</summary>
    internal string ModelName { get; init; } = "model.onnx";

    /// <summary>The size of the FP32 model in bytes.</summary>
    public long FloatBytes { get; internal init; }

    /// <summary>The size of the INT8 model in bytes.</summary>
    public long QuantizedBytes { get; internal init; }

    /// <summary>The nodes of the graph, in its order.</summary>
    public IReadOnlyList<NodeReport> Nodes { get; internal init; } = [];

    /// <summary>The quantized activation tensors, in the order in which they are computed.</summary>
    public IReadOnlyList<TensorReport> Tensors { get; internal init; } = [];

    /// <summary>The number of fitted rows on which <see cref="Agreement"/> and <see cref="Sqnr"/> were measured; 0 where a model was fitted to no rows, with a calibration table.</summary>
    public int EvaluatedRows { get; internal init; }

    /// <summary>The share of rows, 0 to 1, that agree with FP32 in the first output that decides among classes, or else in the first output: see <see cref="OutputReport.Agreement"/>. NaN where there were no rows.</summary>
    public double Agreement { get; internal init; }

    /// <summary>The signal-to-quantization-noise ratio of the output, or part of an output, that has the lowest, in decibels: see <see cref="OutputReport.Sqnr"/> and <see cref="OutputReport.Parts"/>. NaN where there were no rows, or no output is of type float.</summary>
    public double Sqnr { get; internal init; }

    /// <summary>How close each output is to FP32's, in the model's order; empty where there were no rows. Outputs that hold no numbers are left out.</summary>
    public IReadOnlyList<OutputReport> Outputs { get; internal init; } = [];

    /// <summary>
    /// The median time of one row in the FP32 model, on one thread, over rounds that open both models anew, as the place in memory changes the time of
    /// a small model by some percent; zero where there were no rows. It takes one or two seconds to measure, longer where opening and running both
    /// models three times does, and holds for what else the machine did meanwhile.
    /// </summary>
    public TimeSpan FloatLatency { get; internal init; }

    /// <summary>The median time of one row in the INT8 model, on one thread, measured in turn with the FP32 model; zero where there were no rows.</summary>
    public TimeSpan QuantizedLatency { get; internal init; }

    /// <summary>What was tried to meet <see cref="QuantizationBudget.MaxAccuracyLoss"/> and <see cref="QuantizationBudget.MaxLatencyRatio"/>, in its order; empty without a budget.</summary>
    public IReadOnlyList<QuantizationAttempt> Attempts => _attempts;

    /// <summary>
    /// What became of the passes over the numbers of the model, in their order, each followed by the tensors or layers that it could be refused of; empty where none
    /// was asked for, as with <see cref="QuantizationEffort.Fast"/>.
    /// </summary>
    public IReadOnlyList<QuantizationPassReport> Passes { get; internal init; } = [];

    /// <summary>
    /// What the model would gain with the finer weights of another target: for <see cref="QuantizationTarget.OnnxRuntimeX86"/>, whose weights no x86 CPU saturates on, that of
    /// <see cref="QuantizationTarget.OnnxRuntimeX86Vnni"/>. <see langword="null"/> for other targets, for trained models, and where there were no rows.
    /// </summary>
    public FinerTargetReport? FinerTarget { get; internal init; }

    /// <summary>What the model is like in the file of each target: that of <see cref="QuantizationOptions.Target"/> first, then those of <see cref="QuantizationOptions.AlsoFor"/>.</summary>
    public IReadOnlyList<TargetReport> Targets
    {
        get => _targets;
        internal init => _targets = value;
    }

    /// <summary>What the user should know, each a sentence that says what to do.</summary>
    public IReadOnlyList<string> Warnings
    {
        get => _warnings;
        internal init => _warnings = value;
    }

    /// <summary>
    /// The report as JSON, with every node and tensor, the histograms and error curves of the tensors, and the range of every channel
    /// of the weights. What was not measured, and infinity, is <see langword="null"/>.
    /// </summary>
    /// <returns>An indented JSON object.</returns>
    /// <example>
    /// <code>
    /// File.WriteAllText("report.json", model.LastTransformer.Report?.ToJson());
    /// </code>
    /// </example>
    public string ToJson() => JsonReport.Write(ReportDocument.Create(this));

    /// <summary>
    /// The report as a page: the verdict, warnings, the graph with its INT8 and FP32 regions, every node, and plots of the noisiest
    /// tensors and of the weights. The page is complete in itself: it loads nothing, needs no script, and can be printed.
    /// </summary>
    /// <returns>An HTML document; the same report gives the same text.</returns>
    /// <example>
    /// <code>
    /// File.WriteAllText("report.html", model.LastTransformer.Report?.ToHtml());
    /// </code>
    /// </example>
    public string ToHtml() => HtmlReport.Write(ReportDocument.Create(this));

    /// <summary>The report as GitHub-flavoured Markdown, short enough for a pull request.</summary>
    /// <returns>Some lines of Markdown.</returns>
    /// <example>
    /// <code>
    /// File.AppendAllText("summary.md", model.LastTransformer.Report?.ToMarkdown());
    /// </code>
    /// </example>
    public string ToMarkdown() => MarkdownReport.Write(ReportDocument.Create(this));

    /// <summary>Saves the page of <see cref="ToHtml"/>. An existing file is replaced once the new one is complete.</summary>
    /// <param name="path">The file, which by custom ends in <c>.html</c>.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    /// <example>
    /// <code>
    /// model.LastTransformer.Report?.SaveHtml("report.html");
    /// </code>
    /// </example>
    public void SaveHtml(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] page = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>A summary that fits a screen.</summary>
    /// <returns>Some lines of text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        int quantized = Nodes.Count(node => node.IsQuantized);
        Line(text, $"INT8 nodes     {quantized} of {Nodes.Count}, {Nodes.Count(node => node.IsQuantized && node.IsFused)} run on INT8 values in ONNX Runtime's optimized graph");
        Line(text, $"Size           {FloatBytes / 1e6:0.00} MB -> {QuantizedBytes / 1e6:0.00} MB ({Words.Smaller(FloatBytes, QuantizedBytes)})");
        if (EvaluatedRows > 0)
        {
            Line(text, $"Latency        {FloatLatency.TotalMilliseconds:0.000} ms -> {QuantizedLatency.TotalMilliseconds:0.000} ms a row, one thread (ratio {QuantizedLatency / FloatLatency:0.00})");
            Line(text, $"Agreement      {Agreement:P1} of {EvaluatedRows} calibration rows, output SQNR {Words.Decibels(Sqnr)}");
            foreach (var output in Outputs.Where(output => Outputs.Count > 1 || output.Parts.Count > 0))
            {
                Line(text, $"Output         {output.Name}: {Words.Decibels(output.Sqnr)}, {output.Agreement:P1} agree");
                foreach (var part in output.Parts)
                {
                    Line(text, $"  its part     {part.Name}: {Words.Decibels(part.Sqnr)}, {part.Agreement:P1} agree");
                }
            }
        }

        foreach (var node in Nodes.Where(node => !node.IsQuantized).GroupBy(node => (node.OperatorType, node.Reason)).OrderByDescending(group => group.Count()).Take(6))
        {
            Line(text, $"FP32           {node.Count()} x {node.Key.OperatorType}: {node.Key.Reason}");
        }

        foreach (var tensor in Tensors.Select(tensor => tensor.Calibrated).OrderBy(tensor => tensor.Sqnr).Take(5))
        {
            Line(text, $"Noisiest       {tensor.Name}: {tensor.Sqnr:0.0} dB, range {tensor.Low:G4} to {tensor.High:G4}, {tensor.ClippedShare:P3} clipped");
        }

        foreach (var pass in Passes.Where(PassWords.IsWhole))
        {
            Line(text, $"Pass           {PassWords.Sentence(pass, Passes)}");
        }

        if (FinerTarget is { } finer)
        {
            Line(text, $"Target         {finer}");
        }

        foreach (var target in ToldTargets)
        {
            Line(text, $"File           {target}");
        }

        foreach (var attempt in Attempts)
        {
            Line(text, $"{(attempt.IsAccepted ? "Accepted      " : "Tried         ")} {attempt}");
        }

        foreach (string warning in Warnings)
        {
            Line(text, $"Warning        {warning}");
        }

        return text.ToString();
    }

    /// <summary>Those of <see cref="Targets"/> that say something new: one alone does where its file is another than the model that the report is about.</summary>
    internal IReadOnlyList<TargetReport> ToldTargets => Targets.Count > 1 || Targets.Any(target => target.Bytes != QuantizedBytes) ? Targets : [];

    /// <summary>The report with other targets.</summary>
    internal QuantizationReport With(IEnumerable<TargetReport> others)
    {
        var report = (QuantizationReport)MemberwiseClone();
        report._targets = [.. Targets, .. others];
        return report;
    }

    /// <summary>The report with what was tried to meet a budget.</summary>
    internal QuantizationReport With(IReadOnlyList<QuantizationAttempt> attempts, string? warning)
    {
        var report = (QuantizationReport)MemberwiseClone();
        report._attempts = attempts;
        report._warnings = warning == null ? Warnings : [warning, .. Warnings];
        return report;
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.AppendLine(ForeignText.Line(line.ToString(CultureInfo.InvariantCulture), ForeignText.LongestText));
}
