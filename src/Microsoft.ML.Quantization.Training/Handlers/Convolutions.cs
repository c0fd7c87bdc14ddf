using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Conv in one, two or three dimensions.</summary>
internal static class Convolutions
{
    public static Tensor Conv(OperatorCall call)
    {
        var weights = call[1];
        int spatial = (int)weights.dim() - 2;
        long[] strides = call.Node.Integers("strides") ?? Ones(spatial);
        long[] dilations = call.Node.Integers("dilations") ?? Ones(spatial);
        var (input, padding) = Padding.Apply(call, call[0], weights.shape[2..], strides, dilations);
        long groups = call.Node.Integer("group", 1);
        return spatial switch
        {
            1 => nn.functional.conv1d(input, weights, call.Optional(2), strides[0], padding[0], dilations[0], groups),
            2 => nn.functional.conv2d(input, weights, call.Optional(2), strides, padding, dilations, groups),
            3 => nn.functional.conv3d(input, weights, call.Optional(2), strides, padding, dilations, groups),
            _ => throw call.NotSupported($"a convolution over {spatial} dimensions"),
        };
    }

    private static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];
}
