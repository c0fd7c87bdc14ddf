using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The sketch of a tensor as far as the histograms of its channels tell: its extremes are exact, and what a channel counted in one bin lies evenly in those of the tensor that
/// it covers.
/// </summary>
internal static class ChannelSketch
{
    /// <param name="channels">What was observed of each channel.</param>
    /// <param name="seen">What was seen of the tensor that has no bin.</param>
    public static TensorSketch Create(IReadOnlyList<ChannelHistogram> channels, SeenValues seen)
    {
        var histogram = new MagnitudeHistogram();
        float minimum = channels.Min(channel => channel.Extremes.Least);
        float maximum = channels.Max(channel => channel.Extremes.Most);
        long zeros = 0;
        if (float.IsFinite(minimum))
        {
            histogram.Cover(Math.Max(Math.Abs(minimum), Math.Abs(maximum)));
            foreach (var channel in channels)
            {
                zeros += channel.Zeros;
                var bins = channel.Bins;
                int shift = bins.Exponent - histogram.Exponent;
                Spread(bins.Positive, shift, channel.Minimum, channel.Maximum, histogram, negative: false);
                Spread(bins.Negative, shift, -channel.Maximum, -channel.Minimum, histogram, negative: true);
            }
        }

        return TensorSketch.Create(histogram, zeros, minimum, maximum, seen.NaNs, seen.Infinities);
    }

    /// <summary>Counts one side of a channel; its bins are as wide as those of the tensor times two to the power of <paramref name="shift"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(ReadOnlySpan<long> counts, int shift, float least, float most, MagnitudeHistogram histogram, bool negative)
    {
        if (counts.IsEmpty)
        {
            return;
        }

        var side = histogram.Side(negative);
        int first = (int)(Math.Max(least, 0f) * histogram.InverseBinWidth);
        int last = Math.Min(side.Length - 1, (int)(most * histogram.InverseBinWidth));
        for (int bin = 0; bin < counts.Length; bin++)
        {
            long count = counts[bin];
            if (count == 0)
            {
                continue;
            }

            if (shift <= 0)
            {
                side[shift < -30 ? 0 : bin >> -shift] += count;
                continue;
            }

            // The ends of the channel are known better than its bins tell.
            int from = Math.Max(bin << shift, first);
            int width = Math.Min(((bin + 1) << shift) - 1, last) - from + 1;
            long placed = 0;
            for (int i = 0; i < width; i++)
            {
                long until = ((2 * count * (i + 1)) + width) / (2 * width);
                side[from + i] += until - placed;
                placed = until;
            }
        }
    }
}
