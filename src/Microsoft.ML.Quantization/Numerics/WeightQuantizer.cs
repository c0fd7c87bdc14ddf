using System.Numerics.Tensors;

namespace Microsoft.ML.Quantization.Numerics;

/// <summary>Quantizes weights to symmetric INT8, per tensor or per slice along one axis.</summary>
internal static class WeightQuantizer
{
    /// <param name="values">The weights, row-major.</param>
    /// <param name="dimensions">Their shape.</param>
    /// <param name="axis">The dimension that gets a scale for each index, counted from the front; <see langword="null"/> for one scale.</param>
    /// <param name="reduceRange">Whether integers stay within -64 to 64.</param>
    /// <param name="minimumScales">A lower bound for every scale (see <see cref="BiasQuantizer.MinimumWeightScale"/>), or empty.</param>
    /// <exception cref="ArgumentException">Shape, axis or bounds do not fit the weights, or a weight is not finite.</exception>
    public static QuantizedWeights Quantize(
        ReadOnlySpan<float> values,
        ReadOnlySpan<long> dimensions,
        int? axis,
        bool reduceRange,
        ReadOnlySpan<float> minimumScales = default)
    {
        (int outer, int channels, int inner) = Slices(values.Length, dimensions, axis);
        if (!minimumScales.IsEmpty && minimumScales.Length != channels)
        {
            throw new ArgumentException($"Expected {channels} smallest scales, one for each weight scale; got {minimumScales.Length}.");
        }

        float[] largest = LargestMagnitudes(values, outer, channels, inner);
        var scales = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            scales[c] = ScaleCalculator.FromRange(-largest[c], largest[c], QuantizedType.Int8, symmetric: true, reduceRange).Scale;
            if (!minimumScales.IsEmpty)
            {
                scales[c] = Math.Max(scales[c], minimumScales[c]);
            }
        }

        return new QuantizedWeights(Divide(values, scales, inner), scales, axis);
    }

    private static sbyte[] Divide(ReadOnlySpan<float> values, float[] scales, int inner)
    {
        var quantized = new sbyte[values.Length];
        var steps = new float[inner == 1 ? scales.Length : 0];
        int slice = inner == 1 ? scales.Length : inner;
        for (int start = 0, channel = 0; start < values.Length; start += slice, channel = (channel + 1) % scales.Length)
        {
            ReadOnlySpan<float> source = values.Slice(start, slice);
            float scale = scales[channel];
            if (inner == 1)
            {
                // The last dimension has the scales: a whole row of them divides at once, and dividing by one changes nothing.
                TensorPrimitives.Divide(source, scales, steps);
                source = steps;
                scale = 1f;
            }

            AffineQuantizer.Quantize(source, new QuantizationParameters(scale, 0, QuantizedType.Int8), quantized.AsSpan(start, slice));
        }

        return quantized;
    }

    private static (int Outer, int Channels, int Inner) Slices(int count, ReadOnlySpan<long> dimensions, int? axis)
    {
        if (axis is { } a && (a < 0 || a >= dimensions.Length))
        {
            throw new ArgumentException($"Weights of {dimensions.Length} dimensions have no axis {a}.");
        }

        long outer = Product(axis == null ? [] : dimensions[..axis.Value]);
        long channels = axis == null ? 1 : dimensions[axis.Value];
        long inner = Product(axis == null ? dimensions : dimensions[(axis.Value + 1)..]);
        return outer * channels * inner == count
            ? ((int)outer, (int)channels, (int)inner)
            : throw new ArgumentException($"Weights of shape [{string.Join(", ", dimensions.ToArray())}] need {outer * channels * inner} values; got {count}.");
    }

    private static long Product(ReadOnlySpan<long> dimensions)
    {
        long product = 1;
        foreach (long dimension in dimensions)
        {
            product *= dimension;
        }

        return product;
    }

    private static float[] LargestMagnitudes(ReadOnlySpan<float> values, int outer, int channels, int inner)
    {
        float[] largest = ChannelMagnitudes.Largest(values, outer, channels, inner);
        int bad = Array.FindIndex(largest, magnitude => !float.IsFinite(magnitude));
        return bad < 0 ? largest : throw new ArgumentException($"Weights have to be finite; slice {bad} holds {largest[bad]}.");
    }
}
