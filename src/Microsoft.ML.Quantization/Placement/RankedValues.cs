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
        var tensors = new Stack<string>(graph.Graph.Node.Where(node => node.Domain is "" or "ai.onnx" && node.Input.Count > 0 && TellsPlaces(node)).Select(node => node.Input[0]));
        while (tensors.TryPop(out string? tensor))
        {
            if (graph.Producer(tensor) is { } maker && makers.Add(maker) && KeepsOrder(maker.OpType))
            {
                foreach (string input in maker.Input.Take(maker.Is("Concat") ? maker.Input.Count : 1))
                {
                    tensors.Push(input);
                }
            }
        }

        return makers;
    }

    private static bool TellsPlaces(NodeProto node) => node.OpType switch
    {
        "ArgMax" or "ArgMin" or "Hardmax" or "TopK" => true,
        "MaxPool" => HasIndices(node),
        _ => false,
    };

    /// <summary>Whether a MaxPool tells where its values come from.</summary>
    public static bool HasIndices(NodeProto node) => node.Output.Count > 1 && node.Output[1].Length > 0;

    /// <summary>Operators behind which equal values are still equal.</summary>
    private static bool KeepsOrder(string operatorType) => operatorType is "Concat" or "MaxPool" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Transpose"
        or "Slice" or "Gather" or "Split" or "Identity" or "Relu" or "Clip" or "LeakyRelu" or "Sigmoid" or "HardSigmoid" or "Tanh" or "Softmax" or "LogSoftmax" or "Resize";
}
