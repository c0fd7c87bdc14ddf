using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Conv and ConvTranspose in one, two or three dimensions.</summary>
internal static class Convolutions
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Conv", Conv },
        { "ConvTranspose", ConvTranspose },
    };

    private static Tensor Conv(OperatorCall call)
    {
        var weights = call[1];
        int spatial = (int)weights.dim() - 2;
        var (strides, dilations, groups) = Steps(call, spatial);
        var (input, padding) = Padding.Apply(call, call[0], weights.shape[2..], strides, dilations);
        return spatial switch
        {
            1 => nn.functional.conv1d(input, weights, call.Optional(2), strides[0], padding[0], dilations[0], groups),
            2 => nn.functional.conv2d(input, weights, call.Optional(2), strides, padding, dilations, groups),
            3 => nn.functional.conv3d(input, weights, call.Optional(2), strides, padding, dilations, groups),
            _ => throw call.NotSupported($"a convolution over {spatial} dimensions"),
        };
    }

    // The pads of a transposed convolution are cut off its result, so that any of them, asymmetric or negative, is the same to it.
    private static Tensor ConvTranspose(OperatorCall call)
    {
        var (input, weights) = (call[0], call[1]);
        int spatial = (int)weights.dim() - 2;
        var (strides, dilations, groups) = Steps(call, spatial);
        var whole = spatial switch
        {
            1 => nn.functional.conv_transpose1d(input, weights, null, strides[0], 0, 0, dilations[0], groups),
            2 => nn.functional.conv_transpose2d(input, weights, null, strides, null, null, dilations, groups),
            3 => nn.functional.conv_transpose3d(input, weights, null, strides, null, null, dilations, groups),
            _ => throw call.NotSupported($"a convolution over {spatial} dimensions"),
        };
        long[] cuts = TransposedPadding.Resolve(call, input.shape[2..], whole.shape[2..], strides);
        var result = nn.functional.pad(whole, Padding.LastFirst(cuts, spatial, sign: -1), PaddingModes.Constant);
        return call.Optional(2) is { } bias ? result.Plus(bias.reshape([-1, .. Ones(spatial)])) : result;
    }

    private static (long[] Strides, long[] Dilations, long Groups) Steps(OperatorCall call, int spatial) =>
        (call.Node.Integers("strides") ?? Ones(spatial), call.Node.Integers("dilations") ?? Ones(spatial), call.Node.Integer("group", 1));

    private static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];
}
