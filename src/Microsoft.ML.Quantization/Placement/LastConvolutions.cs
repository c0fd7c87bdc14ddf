using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// INT8 convolutions behind which nothing with weights is in INT8: their output is quantized only because INT8 convolutions must have such an output, or INT8
/// nodes pass it on, and the steps of its range are all that is left of what they make.
/// </summary>
internal static class LastConvolutions
{
    public static IReadOnlyList<SwallowingNode> Find(GraphProto graph, QuantizationPlan plan)
    {
        var index = new GraphIndex(graph);
        var plans = plan.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        var tensors = plan.Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var feedsWeights = new HashSet<string>(StringComparer.Ordinal);
        List<SwallowingNode> last = [];
        foreach (var node in graph.Node.Reverse())
        {
            bool feeds = node.Output.Any(output => index.IsCaptured(output) || index.Consumers(output).Any(use => plans[use.Node.Name].HasWeights || feedsWeights.Contains(use.Node.Name)));
            if (feeds)
            {
                feedsWeights.Add(node.Name);
            }
            else if (plans[node.Name].Role == NodeRole.Convolution && Quantized(node, index, plans).FirstOrDefault(tensors.Contains) is { } tensor)
            {
                last.Add(new SwallowingNode(node.Name, tensor, [.. index.Behind(node.Output[0]).Where(index.IsOutput)]));
            }
        }

        last.Reverse();
        return last;
    }

    /// <summary>Its own output, or that of the activation folded into it.</summary>
    private static IEnumerable<string> Quantized(NodeProto node, GraphIndex index, Dictionary<string, NodePlan> plans) =>
        index.Consumers(node.Output[0]).Where(use => plans[use.Node.Name].Role is NodeRole.Folded or NodeRole.Attached).Select(use => use.Node.Output[0]).Prepend(node.Output[0]);
}
