using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>What is quantized in a graph with QuantizeLinear and DequantizeLinear.</summary>
internal static class QuantizedTensorKinds
{
    public static IEnumerable<string> Describe(GraphIndex index)
    {
        var nodes = index.Graph.Node;
        var weights = nodes.Where(node => node.OpType == "DequantizeLinear" && index.Initializer(node.Input[0]) != null).ToList();
        var activations = nodes.Where(node => node.OpType == "QuantizeLinear").ToList();
        return
        [
            .. activations.GroupBy(node => Type(node, index)).OrderByDescending(group => group.Count()).Select(group => $"{group.Count():N0} activations {group.Key}, a scale a tensor"),
            .. weights.GroupBy(node => (Type: index.Initializer(node.Input[0])!.DataType, IsPerChannel: Scales(node, index) > 1)).OrderByDescending(group => group.Count())
                .Select(group => $"{group.Count():N0} constants {(TensorProto.Types.DataType)group.Key.Type}, {(group.Key.IsPerChannel ? "a scale a channel" : "one scale")}"),
        ];
    }

    public static long Scales(NodeProto node, GraphIndex index) => index.Initializer(node.Input[1])?.Dims.Aggregate(1L, (product, size) => product * size) ?? 1;

    private static string Type(NodeProto node, GraphIndex index) =>
        node.Input.Count > 2 && node.Input[2].Length > 0 && index.Initializer(node.Input[2]) is { } zero ? ((TensorProto.Types.DataType)zero.DataType).ToString() : "Uint8";
}
