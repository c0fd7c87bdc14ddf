using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Runs both models on sample rows and makes the report.</summary>
internal static class ReportBuilder
{
    private const double Level = 0.95;

    /// <param name="evidence">What the report is made from.</param>
    /// <param name="check">What was found when the model was made.</param>
    public static QuantizationReport Build(Evidence evidence, FitCheck check)
    {
        using var source = evidence.Float.Open();
        var (outputs, finer) = Compare(source, evidence);
        var latency = Time(source, evidence);
        var nodes = Nodes(evidence);
        var report = new QuantizationReport
        {
            ModelName = Path.GetFileName(source.SourcePath),
            FloatBytes = source.Bytes,
            QuantizedBytes = evidence.Quantized.Bytes,
            Nodes = nodes,
            Tensors = [.. evidence.Plan.Tensors.Where(tensor => tensor.Name == tensor.RangeOf).Select(tensor => Tensor(tensor.Name, evidence))],
            EvaluatedRows = outputs.Rows,
            Agreement = outputs.Agreement,
            Sqnr = outputs.Sqnr,
            Outputs = outputs.Outputs,
            Passes = evidence.Passes,
            FinerTarget = finer,
            FloatLatency = latency?.Median(0) ?? TimeSpan.Zero,
            QuantizedLatency = latency?.Median(1) ?? TimeSpan.Zero,
            Warnings = [.. Findings(outputs, evidence, check).Select(finding => finding.Text), .. ReportWarnings.Collect(evidence, nodes, latency?.Ratio(1, Level))],
        };
        return report.With([TargetReports.Create(evidence.Target, evidence.Quantized, evidence.Plan, TargetReports.OfReport(report))]);
    }

    /// <summary>What is wrong with outputs, on all the rows that are here or on those that were looked at first; speed is timed anew.</summary>
    private static IEnumerable<Finding> Findings(OutputComparison outputs, Evidence evidence, FitCheck check)
    {
        Finding[] now = [.. OutputFindings.Collect(outputs.Outputs, evidence)];
        return now.Concat(check.Findings.Where(before => before.Output != null && !Array.Exists(now, finding => finding.Output == before.Output)));
    }

    private static (OutputComparison Outputs, FinerTargetReport? Finer) Compare(OnnxModel source, Evidence evidence)
    {
        using var first = new SampleRun(source, RunSettings.Unlimited);
        using var second = new SampleRun(evidence.Quantized, RunSettings.Unlimited);
        if (evidence.Finer is not { } target || evidence.Samples.Length == 0)
        {
            return (OutputComparison.Run(first, second, evidence.Samples), null);
        }

        using var third = new SampleRun(target.Make(), RunSettings.Unlimited);
        var (own, finer) = OutputComparison.Run(first, second, third, evidence.Samples);
        return (own, target.Compare(own, finer));
    }

    private static LatencyRounds? Time(OnnxModel source, Evidence evidence) => evidence.Samples is [var row, ..]
        ? LatencyRounds.Measure([() => new OpenModel(source, row, RunSettings.Unlimited), () => new OpenModel(evidence.Quantized, row, RunSettings.Unlimited)], RoundLimits.OfReport(Level), TimeProvider.System)
        : null;

    private static List<NodeReport> Nodes(Evidence evidence)
    {
        var fused = evidence.Target.Checks.Fused(evidence.Quantized, evidence.Target.Rules.Operators);
        return [.. evidence.Plan.Nodes.Select(node => new NodeReport(
            node.Name, node.OperatorType, node.IsInInt8, node.Role is NodeRole.Folded or NodeRole.Attached or NodeRole.Table || (node.IsQuantized && fused(node)), node.Reason)
        {
            IsFolded = node.Role == NodeRole.Folded,
            Sources = evidence.Facts.SourcesOf(node.Name),
            Weights = evidence.Facts.WeightsOfNode(node.Name),
        })];
    }

    private static TensorReport Tensor(string name, Evidence evidence) => evidence.Table.TryGetTensor(name, out var tensor)
        ? new TensorReport(tensor, evidence.Target.Numbers.Activation(tensor.Low, tensor.High))
        : throw new InvalidOperationException($"Tensor '{name}' is quantized, but has no range.");
}
