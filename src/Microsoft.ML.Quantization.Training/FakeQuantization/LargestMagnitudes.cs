using System.Numerics.Tensors;
using Microsoft.ML.Quantization.Training.Graph;
using Tensor = TorchSharp.torch.Tensor;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>The largest magnitude of a tensor, or of each index of one of its dimensions. One that is not a number makes the largest none.</summary>
internal static class LargestMagnitudes
{
    public static float[] Of(Tensor weights, int? axis)
    {
        var values = TensorMemory.Copy(weights).AsSpan();
        if (axis is not { } dimension)
        {
            return [MathF.Abs(TensorPrimitives.MaxMagnitude<float>(values))];
        }

        var largest = new float[weights.shape[dimension]];
        int run = (int)weights.shape.Skip(dimension + 1).Aggregate(1L, (product, size) => product * size);
        for (int i = 0; i < values.Length; i += run * largest.Length)
        {
            Add(values.Slice(i, run * largest.Length), run, largest);
        }

        return Array.ConvertAll(largest, MathF.Abs);
    }

    private static void Add(ReadOnlySpan<float> values, int run, Span<float> largest)
    {
        if (run == 1)
        {
            TensorPrimitives.MaxMagnitude(largest, values, largest);
            return;
        }

        for (int i = 0; i < largest.Length; i++)
        {
            largest[i] = MathF.MaxMagnitude(largest[i], TensorPrimitives.MaxMagnitude<float>(values.Slice(i * run, run)));
        }
    }
}
