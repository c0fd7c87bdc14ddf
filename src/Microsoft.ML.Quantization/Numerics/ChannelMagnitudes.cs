using System.Numerics.Tensors;

namespace Microsoft.ML.Quantization.Numerics;

/// <summary>The largest magnitude of each channel of a tensor. One value that is not a number makes its channel's largest none.</summary>
internal static class ChannelMagnitudes
{
    /// <param name="values">The values, row-major.</param>
    /// <param name="outer">The product of the dimensions before that of the channels.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="inner">The product of the dimensions after it.</param>
    public static float[] Largest(ReadOnlySpan<float> values, int outer, int channels, int inner)
    {
        var largest = new float[channels];
        for (int slice = 0; slice < outer * channels && inner > 1; slice++)
        {
            float magnitude = Math.Abs(TensorPrimitives.MaxMagnitude(values.Slice(slice * inner, inner)));
            largest[slice % channels] = Math.Max(largest[slice % channels], magnitude);
        }

        for (int row = 0; row < outer && inner == 1; row++)
        {
            TensorPrimitives.MaxMagnitude(values.Slice(row * channels, channels), largest, largest);
        }

        TensorPrimitives.Abs(largest, largest);
        return largest;
    }
}
