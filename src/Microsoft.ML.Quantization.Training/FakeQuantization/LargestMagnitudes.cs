using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Training.Graph;
using Tensor = TorchSharp.torch.Tensor;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>The largest magnitude of a tensor, or of each index of one of its dimensions. One that is not a number makes the largest none.</summary>
internal static class LargestMagnitudes
{
    public static float[] Measure(Tensor weights, int? axis)
    {
        float[] values = TensorMemory.Copy(weights);
        if (axis is not { } dimension)
        {
            return ChannelMagnitudes.Largest(values, 1, 1, values.Length);
        }

        int channels = (int)weights.shape[dimension];
        int inner = (int)weights.shape.Skip(dimension + 1).Aggregate(1L, (product, size) => product * size);
        return ChannelMagnitudes.Largest(values, values.Length / Math.Max(1, channels * inner), channels, inner);
    }
}
