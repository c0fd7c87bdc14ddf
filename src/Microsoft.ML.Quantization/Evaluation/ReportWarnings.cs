
namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What a report warns of, in plain words.</summary>
internal static class ReportWarnings
{
    /// <param name="evidence">What the report is made from.</param>
    /// <param name="nodes">The nodes of the report.</param>
    /// <param name="latency">INT8's time of a row as a multiple of FP32's, and its interval; <see langword="null"/> where there was no row.</param>
    public static IEnumerable<string> Collect(Evidence evidence, IReadOnlyList<NodeReport> nodes, (double Ratio, ConfidenceInterval Interval)? latency)
    {
        if (evidence.Plan.ChangesNothing)
        {
            yield return evidence.EmptyAdvice.Length == 0 ? "No node can run in INT8: the model is the FP32 model." : $"No node can run in INT8 at a gain: the model is the FP32 model. {evidence.EmptyAdvice}";
            yield break;
        }

        if (evidence.Samples.Length == 0)
        {
            yield return "There were no rows to run: latency, agreement and the SQNR of the outputs are not measured. Fit on some rows, with the calibration table if there is one, to have them.";
        }

        if (latency is { Ratio: > 1, Interval.Low: > 1 } slow)
        {
            yield return SpeedFindings.Slower(slow.Ratio, slow.Interval, evidence).Text;
        }

        foreach (string warning in evidence.Target.Checks.Warnings(evidence.Quantized))
        {
            yield return warning;
        }

        foreach (var node in nodes.Where(node => node.IsQuantized && !node.IsFused))
        {
            yield return $"Node '{node.Name}' ({node.OperatorType}) was quantized but ONNX Runtime runs it in FP32; add it to ExcludedNodes.";
        }

        foreach (var tensor in evidence.Table.Tensors.Where(tensor => tensor.NaNCount + tensor.InfinityCount > 0))
        {
            yield return $"Tensor '{tensor.Name}' had {tensor.NaNCount} NaN and {tensor.InfinityCount} infinite values among {tensor.Count} on the calibration data; they were ignored.";
        }

        foreach (string tensor in evidence.Table.Tensors.Where(tensor => tensor.Minimum == tensor.Maximum).Select(tensor => tensor.Name))
        {
            yield return $"Tensor '{tensor}' had a single value in all calibration rows; check that the data is like what the model will score.";
        }
    }
}
