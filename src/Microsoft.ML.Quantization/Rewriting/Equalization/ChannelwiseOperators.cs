using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Operators of one input that work on each channel by itself and give twice as much for twice as much.</summary>
internal static class ChannelwiseOperators
{
    /// <param name="node">The node.</param>
    /// <param name="tensor">What it reads; <see langword="null"/> where its channels are not known.</param>
    /// <param name="index">The graph, for constants.</param>
    public static bool Keeps(NodeProto node, ChannelTensor? tensor, GraphIndex index) => tensor != null && node.OpType switch
    {
        "Relu" or "LeakyRelu" or "Identity" or "Dropout" or "Neg" or "Abs" => true,
        "MaxPool" or "AveragePool" or "GlobalAveragePool" or "GlobalMaxPool" => tensor.Axis == 1,
        "ReduceMean" or "ReduceMax" or "ReduceMin" or "ReduceSum" => KeepsChannels(node, tensor, index),
        "Pad" => node.Text("mode", "constant") == "constant" ? PadsZerosInside(node, tensor, index) : false,
        _ => false,
    };

    private static bool KeepsChannels(NodeProto node, ChannelTensor tensor, GraphIndex index)
    {
        long[]? axes = node.Integers("axes") ?? (node.Input.Count > 1 && index.Initializer(node.Input[1]) is { } constant ? TensorData.Integers(constant) : null);
        return axes is { Length: > 0 } && tensor.Axis == 1 && Array.TrueForAll(axes, axis => (axis < 0 ? axis + tensor.Rank : axis) > 1);
    }

    private static bool PadsZerosInside(NodeProto node, ChannelTensor tensor, GraphIndex index)
    {
        bool zeros = node.Input.Count < 3 || node.Input[2].Length == 0 || (index.Initializer(node.Input[2]) is { } value && Array.TrueForAll(TensorData.Floats(value), number => number == 0));
        return zeros && (node.Input.Count < 4 || node.Input[3].Length == 0) && index.Initializer(node.Input[1]) is { } pads
            && TensorData.Integers(pads) is var sizes && sizes.Length == 2 * tensor.Rank && sizes[tensor.Axis] == 0 && sizes[tensor.Axis + tensor.Rank] == 0;
    }
}
