using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
            largest[slice % channels] = Math.Max(largest[slice % channels], Largest(values.Slice(slice * inner, inner)));
        }

        for (int row = 0; row < outer && inner == 1; row++)
        {
            TensorPrimitives.MaxMagnitude(values.Slice(row * channels, channels), largest, largest);
        }

        TensorPrimitives.Abs(largest, largest);
        return largest;
    }

    /// <summary>The largest magnitude; zero of no values, not a number where one of them is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Largest(ReadOnlySpan<float> values)
    {
        // The bits of magnitudes are in the order of the magnitudes, and those of NaN above all.
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<float, Vector<int>>(values);
        Vector<int> largest = Vector<int>.Zero;
        foreach (Vector<int> vector in vectors)
        {
            largest = Vector.Max(largest, vector & new Vector<int>(int.MaxValue));
        }

        int bits = 0;
        for (int lane = 0; lane < Vector<int>.Count; lane++)
        {
            bits = Math.Max(bits, largest[lane]);
        }

        foreach (float value in values[(vectors.Length * Vector<int>.Count)..])
        {
            bits = Math.Max(bits, BitConverter.SingleToInt32Bits(value) & int.MaxValue);
        }

        return BitConverter.Int32BitsToSingle(bits);
    }
}
