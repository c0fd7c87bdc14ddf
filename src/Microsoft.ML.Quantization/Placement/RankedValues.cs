using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// Finds the values that are compared with each other only to tell which is the largest. Rounded to 8 bits many of them are equal, and
/// another one comes first: an index is right or wrong, whatever the error of the value.
/// </summary>
internal static class RankedValues
{
    /// <summary>The nodes that make such values, or move them, as far as they could run in INT8: nothing may round behind them.</summary>
    public static HashSet<NodeProto> Makers(GraphIndex graph)
    {
        var makers = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var tensors = new Stack<string>(graph.Graph.Node.Where(node => node.Domain is "" or "ai.onnx" && PassedValues.AreLocatedBy(node)).Select(node => node.Input[0]));
        while (tensors.TryPop(out string? tensor))
        {
            if (graph.Producer(tensor) is { } maker && makers.Add(maker))
            {
                foreach (string input in PassedValues.OrderedBy(maker))
                {
                    tensors.Push(input);
                }
            }
        }

        return makers;
    }
}
