namespace Microsoft.ML.Quantization.Evaluation.Statistics;

/// <summary>Limits of a median from the order statistics of a sample (a sign test turned round), whatever the distribution.</summary>
internal static class MedianInterval
{
    public static double Median(double[] sorted) => sorted[sorted.Length / 2];

    /// <summary>The two-sided interval; the whole sample where it is too small for more.</summary>
    /// <param name="sorted">The sample, rising, at least one value.</param>
    /// <param name="level">The confidence level.</param>
    public static ConfidenceInterval Of(double[] sorted, double level)
    {
        int outside = Math.Max(0, Outside(sorted.Length, (1 - level) / 2));
        return new ConfidenceInterval(sorted[outside], sorted[^(outside + 1)], level);
    }

    /// <summary>What the median does not exceed with confidence <paramref name="level"/>; infinity where the sample is too small to say.</summary>
    public static double UpperBound(double[] sorted, double level) =>
        Outside(sorted.Length, 1 - level) is var outside and >= 0 ? sorted[^(outside + 1)] : double.PositiveInfinity;

    /// <summary>What the median reaches at least with confidence <paramref name="level"/>; 0 where the sample, of positive numbers, is too small to say.</summary>
    public static double LowerBound(double[] sorted, double level) =>
        Outside(sorted.Length, 1 - level) is var outside and >= 0 ? sorted[outside] : 0;

    /// <summary>How many values of one side are left out: so many or fewer are on one side of the median with a probability of at most <paramref name="error"/>. -1 where even none is more likely.</summary>
    private static int Outside(int count, double error)
    {
        int outside = -1;
        while (outside + 1 < count / 2 && BinomialTail.AtMost(outside + 1, count, 0.5) <= error)
        {
            outside++;
        }

        return outside;
    }
}
