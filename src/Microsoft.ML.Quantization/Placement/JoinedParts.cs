using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// INT8 Concats whose inputs are told apart again: by a Slice or Split behind them, or by whoever reads an output of the model. What a layer with weights reads
/// in INT8 has one range whether the Concat runs in INT8 or not, and does not count.
/// </summary>
internal static class JoinedParts
{
    /// <summary>Steps closer than this cost next to nothing: 2 dB of noise, that of rounding alone.</summary>
    private const double LeastRatio = 1.25;

    public static IReadOnlyList<SwallowingNode> Find(GraphProto graph, QuantizationPlan plan, OperatorRules operators)
    {
        var index = new GraphIndex(graph);
        var plans = plan.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        var parted = new HashSet<string>(StringComparer.Ordinal);
        List<SwallowingNode> joined = [];
        foreach (var node in graph.Node.Reverse())
        {
            parted.UnionWith(node.Output.Where(tensor => index.IsOutput(tensor) || index.Consumers(tensor).Any(use => PassedValues.ArePartedBy(use) || (!plans[use.Node.Name].HasWeights && use.Node.Output.Any(parted.Contains)))));
            if (plans[node.Name].IsQuantized && operators[node].SharesScale && parted.Contains(node.Output[0]))
            {
                joined.Add(new SwallowingNode(node.Name, node.Output[0], [.. index.Behind(node.Output[0]).Where(index.IsOutput)]));
            }
        }

        joined.Reverse();
        return joined;
    }

    /// <summary>Whether an input of a Concat has finer steps by itself, or none, than all inputs have together.</summary>
    /// <param name="concat">The node.</param>
    /// <param name="step">The step that they have together.</param>
    /// <param name="stepOf">The step that an input has by itself; <see langword="null"/> where it is not rounded.</param>
    public static bool IsUnlike(NodeProto concat, double step, Func<string, double?> stepOf) => concat.Input.Any(input => (stepOf(input) ?? 0) * LeastRatio < step);
}
