using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Pools over one, two or three dimensions, and over all of them.</summary>
internal static class Pooling
{
    public static readonly HandlerTable Handlers = new()
    {
        { "AveragePool", AveragePool },
        { "GlobalAveragePool", call => call[0].mean(Spatial(call[0]), true) },
        { "GlobalMaxPool", call => call[0].amax(Spatial(call[0]), true) },
        { "MaxPool", MaxPool },
    };

    private static Tensor MaxPool(OperatorCall call)
    {
        var window = PoolWindow.Read(call, Floats(call).shape[2..]);
        var input = window.IsInside ? call[0] : Pad(call[0], window.AllPads, double.NegativeInfinity);
        return window.Spatial switch
        {
            1 => nn.functional.max_pool1d(input, window.Kernel[0], window.Strides[0], 0, window.Dilations[0]),
            2 => nn.functional.max_pool2d(input, window.Kernel, window.Strides, [0, 0], window.Dilations),
            3 => nn.functional.max_pool3d(input, window.Kernel, window.Strides, [0, 0, 0], window.Dilations),
            _ => throw call.NotSupported($"a pool over {window.Spatial} dimensions"),
        };
    }

    // Where windows reach beyond the input, their average is that of zeros and values, divided by the share of what counts.
    private static Tensor AveragePool(OperatorCall call)
    {
        var input = Floats(call);
        var window = PoolWindow.Read(call, input.shape[2..]);
        if (window.IsInside)
        {
            return Averages.Pool(call, input, window);
        }

        bool padsCount = call.Node.Integer("count_include_pad", 0) != 0;
        var share = Pad(Pad(ones([1, 1, .. input.shape[2..]], device: input.device), window.Pads, padsCount ? 1 : 0), window.Beyond, 0);
        return Averages.Pool(call, Pad(input, window.AllPads, 0), window) / Averages.Pool(call, share, window);
    }

    private static Tensor Pad(Tensor input, long[] pads, double value) =>
        nn.functional.pad(input, Padding.LastFirst(pads, pads.Length / 2), PaddingModes.Constant, value);

    private static Tensor Floats(OperatorCall call) => call[0].is_floating_point() ? call[0] : throw call.NotSupported("a pool over integers");

    private static long[] Spatial(Tensor input) => [.. Enumerable.Range(2, (int)input.dim() - 2)];
}
