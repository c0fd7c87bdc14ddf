using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>The averages over windows that lie inside their input.</summary>
internal static class Averages
{
    public static Tensor Pool(OperatorCall call, Tensor input, PoolWindow window) => window.Spatial switch
    {
        < 1 or > 3 => throw call.NotSupported($"a pool over {window.Spatial} dimensions"),
        _ when window.IsDilated => Dilated(input, window),
        1 => nn.functional.avg_pool1d(input, window.Kernel[0], window.Strides[0]),
        2 => nn.functional.avg_pool2d(input, window.Kernel, window.Strides),
        _ => nn.functional.avg_pool3d(input, window.Kernel, window.Strides),
    };

    // TorchSharp has no dilated average: it is a convolution of each channel by itself.
    private static Tensor Dilated(Tensor input, PoolWindow window)
    {
        long[] outer = input.shape[..2];
        var channels = input.flatten(0, 1).unsqueeze(1);
        var weights = full([1, 1, .. window.Kernel], Scalars.Get(1.0 / window.Kernel.Aggregate(1L, (count, size) => count * size)), device: input.device);
        var averages = window.Spatial switch
        {
            1 => nn.functional.conv1d(channels, weights, null, window.Strides[0], 0, window.Dilations[0]),
            2 => nn.functional.conv2d(channels, weights, null, window.Strides, null, window.Dilations),
            _ => nn.functional.conv3d(channels, weights, null, window.Strides, null, window.Dilations),
        };
        return averages.reshape([.. outer, .. averages.shape[2..]]);
    }
}
