using System.Globalization;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>How targets are told of.</summary>
internal static class TargetWords
{
    /// <summary>What computes in FP32, nodes of one operator and reason together, the most frequent first.</summary>
    public static IEnumerable<string> Islands(TargetReport target) => target.FloatNodes.GroupBy(node => (node.OperatorType, node.Reason)).OrderByDescending(group => group.Count())
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} x {group.Key.OperatorType}, as {group.Key.Reason}"));
}
