using System.Text;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization;

/// <summary>What became of a trained model: every stage, quantized or not, with the reason, and what was gained, measured on this machine.</summary>
public sealed class TrainedModelReport
{
    internal TrainedModelReport(IReadOnlyList<TrainedStageReport> stages) => Stages = stages;

    /// <summary>The stages in the order in which rows go through them; chains inside of chains are taken apart.</summary>
    public IReadOnlyList<TrainedStageReport> Stages { get; }

    /// <summary>On how many rows the exact stages gave the same bits as those that they replace, in all columns; 0 where there are none.</summary>
    public int ComparedRows { get; internal init; }

    /// <summary>Whether any stage was quantized. If none was, the model came back as it was.</summary>
    public bool IsQuantized => Stages.Any(stage => stage.IsQuantized);

    /// <summary>Whether all that the model gives is the same bits as before.</summary>
    public bool IsExact => Stages.All(stage => stage.IsExact);

    /// <summary>The size of the file that <c>mlContext.Model.Save</c> writes of the trained model, in bytes; <see langword="null"/> where it cannot be saved. Measured when a size is first asked for.</summary>
    public long? OriginalBytes => Sizes.Value.Model.Before;

    /// <summary>As <see cref="OriginalBytes"/>, of the quantized model.</summary>
    public long? QuantizedBytes => Sizes.Value.Model.After;

    /// <summary>
    /// The processor time of a row in the trained model, in microseconds, where many rows are read; NaN where the data had no rows. It and the times of the stages are measured
    /// when one is first asked for, on the first rows of the data, which are read again for it: before and after in turn, the median of some rounds, about a second in all, longer where
    /// a row takes long. On Windows and .NET 8, which count processor time too coarsely, it is the elapsed time; stages that use one thread take the same.
    /// </summary>
    public double OriginalMicroseconds => Times.Value.Model.Before;

    /// <summary>As <see cref="OriginalMicroseconds"/>, of the quantized model; measured in turn with it.</summary>
    public double QuantizedMicroseconds => Times.Value.Model.After;

    /// <summary>On how many rows the times were measured.</summary>
    public int TimedRows => Times.Value.Rows;

    /// <summary>
    /// What rounding did to the predictions on the rows, and, with <see cref="TrainedModelOptions.LabelColumnName"/>, the metrics before and after; <see langword="null"/> where nothing is
    /// rounded and there are no labels.
    /// </summary>
    public QuantizationEvaluation? Evaluation { get; internal init; }

    /// <summary>What was tried to meet <see cref="TrainedModelOptions.MaxAccuracyLoss"/>, in its order; empty without it.</summary>
    public IReadOnlyList<QuantizationAttempt> Attempts { get; internal init; } = [];

    /// <summary>What the user should know, each a sentence.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    internal Lazy<ModelSizes> Sizes { get; init; } = null!;

    internal Lazy<ModelTimes> Times { get; init; } = null!;

    /// <summary>The report as a page: the verdict, every stage with its size and time before and after, the metrics. It is complete in itself: it loads nothing, needs no script, and can be printed.</summary>
    /// <returns>An HTML document.</returns>
    /// <example>
    /// <code>
    /// mlContext.Quantization().Quantize(model, testData, out TrainedModelReport report);
    /// File.WriteAllText("report.html", report.ToHtml());
    /// </code>
    /// </example>
    public string ToHtml() => HtmlReport.Write(TrainedModelDocument.Create(this));

    /// <summary>Saves the page of <see cref="ToHtml"/>. An existing file is replaced once the new one is complete.</summary>
    /// <param name="path">The file, which by custom ends in <c>.html</c>.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    /// <example>
    /// <code>
    /// mlContext.Quantization().Quantize(model, testData, out TrainedModelReport report);
    /// report.SaveHtml("report.html");
    /// </code>
    /// </example>
    public void SaveHtml(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] page = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The report as GitHub-flavoured Markdown, short enough for a pull request.</summary>
    /// <returns>Some lines of Markdown.</returns>
    /// <example>
    /// <code>
    /// mlContext.Quantization().Quantize(model, testData, out TrainedModelReport report);
    /// Console.WriteLine(report.ToMarkdown());
    /// </code>
    /// </example>
    public string ToMarkdown() => MarkdownReport.Write(TrainedModelDocument.Create(this));

    /// <summary>The report as JSON. What was not measured is <see langword="null"/>.</summary>
    /// <returns>An indented JSON object.</returns>
    /// <example>
    /// <code>
    /// mlContext.Quantization().Quantize(model, testData, out TrainedModelReport report);
    /// File.WriteAllText("report.json", report.ToJson());
    /// </code>
    /// </example>
    public string ToJson() => JsonReport.Write(TrainedModelDocument.Create(this));

    /// <summary>What the predictions are, a line for each stage, and what was tried. Sizes and times are in <see cref="ToMarkdown"/>: this measures nothing.</summary>
    /// <returns>The lines.</returns>
    /// <example>
    /// <code>
    /// ITransformer quantized = mlContext.Quantization().Quantize(model, testData, out TrainedModelReport report);
    /// Console.WriteLine(report);
    /// </code>
    /// </example>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            TrainedModelDocument.Predictions(this),
            .. Stages.Select(stage => $"  {stage}"),
            .. Evaluation?.Metrics.Select(metric => $"  {metric}") ?? [],
            .. Attempts.Select(attempt => $"  {(attempt.IsAccepted ? "Accepted" : "Tried")} {attempt}"),
            .. Warnings.Select(warning => $"  Warning: {warning}"),
        ]);
}
