using System.Globalization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Tells what a model is like in the file of a target.</summary>
internal static class TargetReports
{
    /// <summary>For a report, before a file is written.</summary>
    /// <param name="target">The target.</param>
    /// <param name="model">The model that was made for it.</param>
    /// <param name="plan">What runs in INT8, and why.</param>
    /// <param name="compared">What was compared, as a sentence.</param>
    public static TargetReport Create(TargetDefinition target, OnnxModel model, QuantizationPlan plan, string compared)
    {
        var (written, refusal) = Describe(target, model);
        return Create(target, model, plan, compared, written, refusal, null);
    }

    /// <summary>Writes the file.</summary>
    /// <param name="target">The target.</param>
    /// <param name="model">The model that was made for it.</param>
    /// <param name="plan">What runs in INT8, and why; <see langword="null"/> for a model that was loaded.</param>
    /// <param name="path">The file.</param>
    public static TargetReport Save(TargetDefinition target, OnnxModel model, QuantizationPlan? plan, string path) =>
        Create(target, model, plan, "Nothing was compared while the file was written.", target.Writer.SaveDescribed(model, path), null, path);

    private static TargetReport Create(TargetDefinition target, OnnxModel model, QuantizationPlan? plan, string compared, WrittenModel? written, string? refusal, string? path)
    {
        var nodes = written?.Nodes ?? (plan == null ? WrittenOnnx.Nodes(model.Graph) : [.. plan.Nodes.Select(node => new WrittenNode(node.Name, node.OperatorType, node.Role != NodeRole.Float, node.Reason))]);
        string[] refusals = refusal == null ? [] : [refusal];
        return new TargetReport(target.Name)
        {
            File = path == null ? null : Path.GetFileName(path),
            Bytes = refusal != null ? 0 : written?.Bytes ?? model.Bytes,
            IntegerNodes = nodes.Count(node => node.IsInteger),
            FloatNodes = [.. nodes.Where(node => !node.IsInteger).Select(node => new NodeReport(node.Name, node.OperatorType, false, false, Reason(node, plan)))],
            Findings = [.. refusals, .. target.Checks.Warnings(model)],
            Compared = compared,
        };
    }

    /// <summary>What is compared of the model that a report is about.</summary>
    public static string OfReport(QuantizationReport report) => report.EvaluatedRows == 0
        ? "Nothing was compared: there were no rows."
        : string.Create(CultureInfo.InvariantCulture, $"{report.EvaluatedRows} rows were scored with the same integers in ONNX Runtime here: {report.Agreement:P1} agree with FP32.");

    private static (WrittenModel? Written, string? Refusal) Describe(TargetDefinition target, OnnxModel model)
    {
        try
        {
            return (target.Writer.Describe(model), null);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return (null, e.Message);
        }
    }

    /// <summary>The plan knows more of a node than its place in the file tells.</summary>
    private static string Reason(WrittenNode node, QuantizationPlan? plan) =>
        plan?.Nodes.FirstOrDefault(planned => planned.Name == node.Name && planned.Role == NodeRole.Float)?.Reason ?? node.WhyFloat;
}
