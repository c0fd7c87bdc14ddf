using System.Numerics.Tensors;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>The smallest and largest FP32 weight of every output channel of a node.</summary>
internal sealed record WeightRanges(float[] Low, float[] High)
{
    /// <summary>How many times the largest magnitude of the widest channel is that of the narrowest, channels of zeros left out; 1 where there is nothing to compare.</summary>
    public double Spread
    {
        get
        {
            float[] widths = [.. Low.Zip(High, (low, high) => Math.Max(Math.Abs(low), Math.Abs(high))).Where(width => width > 0)];
            return widths.Length == 0 ? 1 : (double)widths.Max() / widths.Min();
        }
    }

    public static WeightRanges Measure(WeightSource source)
    {
        var (channels, stride) = (source.Channels, source.Stride);
        var low = new float[channels];
        var high = new float[channels];
        if (source.Values.Length > 0)
        {
            Array.Fill(low, float.PositiveInfinity);
            Array.Fill(high, float.NegativeInfinity);
        }

        for (int start = 0; start < source.Values.Length; start += channels * stride)
        {
            ReadOnlySpan<float> block = source.Values.AsSpan(start, channels * stride);
            if (stride == 1)
            {
                TensorPrimitives.Min(block, low, low);
                TensorPrimitives.Max(block, high, high);
                continue;
            }

            for (int channel = 0; channel < channels; channel++)
            {
                low[channel] = Math.Min(low[channel], TensorPrimitives.Min(block.Slice(channel * stride, stride)));
                high[channel] = Math.Max(high[channel], TensorPrimitives.Max(block.Slice(channel * stride, stride)));
            }
        }

        return new WeightRanges(low, high);
    }
}
