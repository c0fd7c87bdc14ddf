using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The sketch that a tensor would have in other units of its channels, as far as their histograms tell.</summary>
internal static class ScaledSketch
{
    /// <param name="channels">What was observed of each channel.</param>
    /// <param name="values">How each is spread in the new units.</param>
    /// <param name="bound">What values are kept to.</param>
    /// <param name="seen">What was seen of the tensor that has no bin.</param>
    public static TensorSketch Create(IReadOnlyList<ChannelHistogram> channels, IReadOnlyList<ChannelDistribution> values, double bound, SeenValues seen)
    {
        var histogram = new MagnitudeHistogram();
        float minimum = (float)values.Min(channel => Math.Min(channel.Minimum, bound));
        float maximum = (float)values.Max(channel => Math.Min(channel.Maximum, bound));
        histogram.Cover(Math.Max(Math.Abs(minimum), Math.Abs(maximum)));
        double width = histogram.BinWidth;
        long zeros = 0;
        for (int i = 0; i < values.Count; i++)
        {
            foreach (var piece in values[i].Pieces)
            {
                long count = (long)Math.Round(piece.Share * channels[i].Count);
                double start = Math.Clamp(piece.Start, minimum, maximum);
                double end = Math.Clamp(piece.End, minimum, maximum);
                if (start == 0 && end == 0)
                {
                    zeros += count;
                }
                else
                {
                    Spread(histogram, width, start, end, count);
                }
            }
        }

        return TensorSketch.Create(histogram, zeros, minimum, maximum, seen.NaNs, seen.Infinities);
    }

    /// <summary>Counts values that are spread evenly; those of both signs by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(MagnitudeHistogram histogram, double width, double start, double end, long count)
    {
        if (start < 0 && end > 0)
        {
            long below = (long)Math.Round(count * -start / (end - start));
            Spread(histogram, width, start, 0, below);
            Spread(histogram, width, 0, end, count - below);
            return;
        }

        bool negative = start < 0;
        var side = histogram.Side(negative);
        double from = (negative ? -end : start) / width;
        double to = (negative ? -start : end) / width;
        int last = Math.Min(side.Length - 1, (int)to);
        long placed = 0;
        for (int bin = Math.Min(side.Length - 1, (int)from); bin < last; bin++)
        {
            long until = (long)(count * ((bin + 1 - from) / (to - from)));
            side[bin] += until - placed;
            placed = until;
        }

        side[last] += count - placed;
    }
}
