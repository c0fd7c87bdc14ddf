using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Runs both models on sample rows and makes the report.</summary>
internal static class ReportBuilder
{
    public static QuantizationReport Build(Evidence evidence)
    {
        using var source = evidence.Float.Open();
        using var first = new SampleRun(source);
        using var second = new SampleRun(evidence.Quantized);
        var outputs = OutputComparison.Of(first, second, evidence.Samples);
        var latency = evidence.Samples.Length > 0 ? LatencyComparison.Of(first, second, evidence.Samples[0]) : LatencyComparison.None;
        var nodes = Nodes(evidence);
        return new QuantizationReport
        {
            ModelName = Path.GetFileName(source.SourcePath),
            FloatBytes = source.Bytes,
            QuantizedBytes = evidence.Quantized.Bytes,
            Nodes = nodes,
            Tensors = [.. evidence.Plan.Tensors.Where(tensor => tensor.Name == tensor.RangeOf).Select(tensor => Tensor(tensor.Name, evidence))],
            EvaluatedRows = outputs.Rows,
            Agreement = outputs.Agreement,
            Sqnr = outputs.Sqnr,
            FloatLatency = latency.First,
            QuantizedLatency = latency.Second,
            Warnings = [.. ReportWarnings.Of(evidence, nodes, latency)],
        };
    }

    private static List<NodeReport> Nodes(Evidence evidence)
    {
        var fused = FusedNodes.Of(evidence.Quantized);
        return [.. evidence.Plan.Nodes.Select(node => new NodeReport(
            node.Name, node.OperatorType, node.Role != NodeRole.Float, node.Role == NodeRole.Folded || (node.IsQuantized && fused.Contains(node)), node.Reason)
        {
            IsFolded = node.Role == NodeRole.Folded,
            Sources = evidence.Facts.SourcesOf(node.Name),
            Weights = evidence.Facts.WeightsOfNode(node.Name),
        })];
    }

    private static TensorReport Tensor(string name, Evidence evidence)
    {
        evidence.Table.TryGetTensor(name, out var calibrated);
        var parameters = calibrated!.Parameters;
        return new TensorReport(name)
        {
            Low = calibrated.Low,
            High = calibrated.High,
            Scale = parameters.Scale,
            ZeroPoint = parameters.ZeroPoint,
            ClippedShare = calibrated.ClippedShare,
            Sqnr = calibrated.Sqnr,
            Calibrated = calibrated,
        };
    }
}
