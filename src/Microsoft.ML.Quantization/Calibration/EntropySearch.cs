using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The Kullback-Leibler divergence of every candidate threshold of a histogram. For the candidate of i bins, P is those bins with
/// all counts beyond them added to the last; Q is the same bins without the outliers, merged into one group a level, each spread evenly
/// over those of its bins that are not empty. With prefix sums a candidate costs its groups instead of its i bins, and as groups are of two widths at
/// most, what they add is looked up.
/// </summary>
internal static class EntropySearch
{
    /// <summary>The levels that 8 bits have for the magnitudes of a tensor with both signs.</summary>
    public const int SignedLevels = 128;

    /// <summary>The levels that 8 bits have for a tensor of one sign.</summary>
    public const int UnsignedLevels = 256;

    /// <summary>The divergences of the thresholds at <paramref name="levels"/>, <paramref name="levels"/> + 1, ... all bins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[] Divergences(ReadOnlySpan<long> bins, int levels = SignedLevels)
    {
        var groups = new GroupTerms(bins, levels);
        var entropies = new double[bins.Length + 1];
        for (int i = 0; i < bins.Length; i++)
        {
            entropies[i + 1] = entropies[i] + GroupTerms.TimesLog(bins[i], bins[i]);
        }

        var divergences = new double[bins.Length - levels + 1];
        for (int i = levels; i <= bins.Length; i++)
        {
            divergences[i - levels] = Divergence(i, groups, entropies);
        }

        return divergences;
    }

    private static double Divergence(int length, GroupTerms groups, double[] entropies)
    {
        long total = groups.Inside(groups.Bins);
        long inside = groups.Inside(length);
        long outliers = total - inside;
        long last = inside - groups.Inside(length - 1);
        if (inside == 0 || (last == 0 && outliers > 0))
        {
            // P has mass in a bin where Q, made without the outliers, has none.
            return double.PositiveInfinity;
        }

        double cross = groups.Cross(length, outliers);
        double self = entropies[length - 1] + GroupTerms.TimesLog(last + outliers, last + outliers);
        return Math.Max(0.0, ((self - cross) / total) + Math.Log(inside / (double)total));
    }
}
