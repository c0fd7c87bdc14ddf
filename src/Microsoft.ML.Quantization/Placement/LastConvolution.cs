using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// An INT8 convolution behind which everything is FP32: its output is quantized only because INT8 convolutions must have such an output, and the steps
/// of its range are all that is left of what it makes.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Tensor">Its quantized output.</param>
/// <param name="Outputs">The outputs of the model that are made from it.</param>
internal sealed record LastConvolution(string Node, string Tensor, IReadOnlyList<string> Outputs)
{
    public static IReadOnlyList<LastConvolution> Find(GraphProto graph, QuantizationPlan plan)
    {
        var index = new GraphIndex(graph);
        var plans = plan.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        var tensors = plan.Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var feedsInteger = new HashSet<string>(StringComparer.Ordinal);
        List<LastConvolution> last = [];
        foreach (var node in graph.Node.Reverse())
        {
            bool feeds = node.Output.Any(output => index.IsCaptured(output) || index.Consumers(output).Any(use => plans[use.Node.Name].IsQuantized || feedsInteger.Contains(use.Node.Name)));
            if (feeds)
            {
                feedsInteger.Add(node.Name);
            }
            else if (plans[node.Name].Role == NodeRole.Convolution && Quantized(node, index, plans).FirstOrDefault(tensors.Contains) is { } tensor)
            {
                last.Add(new LastConvolution(node.Name, tensor, OutputsFrom(node, index)));
            }
        }

        last.Reverse();
        return last;
    }

    /// <summary>Its own output, or that of the activation folded into it.</summary>
    private static IEnumerable<string> Quantized(NodeProto node, GraphIndex index, Dictionary<string, NodePlan> plans) =>
        index.Consumers(node.Output[0]).Where(use => plans[use.Node.Name].Role is NodeRole.Folded or NodeRole.Attached).Select(use => use.Node.Output[0]).Prepend(node.Output[0]);

    private static List<string> OutputsFrom(NodeProto node, GraphIndex index)
    {
        var seen = node.Output.ToHashSet(StringComparer.Ordinal);
        var open = new Queue<string>(seen);
        List<string> outputs = [];
        while (open.TryDequeue(out string? tensor))
        {
            if (index.IsOutput(tensor))
            {
                outputs.Add(tensor);
            }

            foreach (string next in index.Consumers(tensor).SelectMany(use => use.Node.Output).Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        return outputs;
    }
}
