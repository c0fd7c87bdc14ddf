namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The Kullback-Leibler divergence of every candidate threshold of a histogram. For the candidate of i bins, P is those bins with
/// all counts beyond them added to the last; Q is the same bins without the outliers, merged into one group a level, each spread evenly
/// over those of its bins that are not empty. With prefix sums a candidate costs its groups instead of its i bins.
/// </summary>
internal static class EntropySearch
{
    /// <summary>The levels that 8 bits have for the magnitudes of a tensor with both signs.</summary>
    public const int SignedLevels = 128;

    /// <summary>The levels that 8 bits have for a tensor of one sign.</summary>
    public const int UnsignedLevels = 256;

    /// <summary>The divergences of the thresholds at <paramref name="levels"/>, <paramref name="levels"/> + 1, ... all bins.</summary>
    public static double[] Divergences(ReadOnlySpan<long> bins, int levels = SignedLevels)
    {
        var counts = new long[bins.Length + 1];
        var occupied = new int[bins.Length + 1];
        var entropies = new double[bins.Length + 1];
        for (int i = 0; i < bins.Length; i++)
        {
            counts[i + 1] = counts[i] + bins[i];
            occupied[i + 1] = occupied[i] + (bins[i] > 0 ? 1 : 0);
            entropies[i + 1] = entropies[i] + TimesLog(bins[i], bins[i]);
        }

        var divergences = new double[bins.Length - levels + 1];
        for (int i = levels; i <= bins.Length; i++)
        {
            divergences[i - levels] = Divergence(i, levels, counts, occupied, entropies);
        }

        return divergences;
    }

    private static double Divergence(int length, int levels, long[] counts, int[] occupied, double[] entropies)
    {
        long total = counts[^1];
        long inside = counts[length];
        long outliers = total - inside;
        long last = inside - counts[length - 1];
        if (inside == 0 || (last == 0 && outliers > 0))
        {
            // P has mass in a bin where Q, made without the outliers, has none.
            return double.PositiveInfinity;
        }

        double cross = 0.0;
        double lastLevel = 0.0;
        for (int group = 0, start = 0; group < levels; group++)
        {
            int end = (((group + 1) * length) + levels - 1) / levels;
            long mass = counts[end] - counts[start];
            lastLevel = mass == 0 ? 0.0 : mass / (double)(occupied[end] - occupied[start]);
            cross += TimesLog(mass, lastLevel);
            start = end;
        }

        cross += TimesLog(outliers, lastLevel);
        double self = entropies[length - 1] + TimesLog(last + outliers, last + outliers);
        return Math.Max(0.0, ((self - cross) / total) + Math.Log(inside / (double)total));
    }

    private static double TimesLog(double factor, double value) => factor == 0.0 ? 0.0 : factor * Math.Log(value);
}
