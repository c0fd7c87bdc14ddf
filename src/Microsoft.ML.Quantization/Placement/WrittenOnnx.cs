using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>What the nodes of a model with QuantizeLinear and DequantizeLinear compute in, where no plan is at hand.</summary>
internal static class WrittenOnnx
{
    public static IReadOnlyList<WrittenNode> Nodes(GraphProto graph)
    {
        var index = new GraphIndex(graph);
        return [.. graph.Node.Where(node => !IsConversion(node)).Select(node => IsInteger(node, index)
            ? new WrittenNode(node.Name, node.OpType, true, "")
            : new WrittenNode(node.Name, node.OpType, false, "it reads no INT8 values"))];
    }

    /// <summary>A node that reads INT8 values, or an activation between one and a quantization.</summary>
    private static bool IsInteger(NodeProto node, GraphIndex index) => node.Input.Any(input => IsDequantized(input, index))
        || ((node.Is("Relu") || node.Is("Clip")) && index.Producer(node.Input[0]) is { } maker && maker.Input.Any(input => IsDequantized(input, index))
            && index.Consumers(node.Output[0]) is [{ Node: var reader }] && reader.Is("QuantizeLinear"));

    private static bool IsDequantized(string tensor, GraphIndex index) => index.Producer(tensor) is { } maker && maker.Is("DequantizeLinear") && index.Initializer(maker.Input[0]) == null;

    private static bool IsConversion(NodeProto node) => node.Is("QuantizeLinear") || node.Is("DequantizeLinear") || (node.Is("Max") && node.Input.Count == 1);
}
