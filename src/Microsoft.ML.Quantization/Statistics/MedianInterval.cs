namespace Microsoft.ML.Quantization.Statistics;

/// <summary>Limits of a median from the order statistics of a sample (a sign test turned round), whatever the distribution.</summary>
internal static class MedianInterval
{
    public static double Median(double[] sorted) => sorted[sorted.Length / 2];

    /// <summary>The two-sided interval; of a sample that is too small for the level, all of it with the level that it has: 0.75 with three values.</summary>
    /// <param name="sorted">The sample, rising, at least one value.</param>
    /// <param name="level">The confidence level.</param>
    public static ConfidenceInterval Compute(double[] sorted, double level)
    {
        int outside = Outside(sorted.Length, (1 - level) / 2);
        return outside >= 0
            ? new ConfidenceInterval(sorted[outside], sorted[^(outside + 1)], level)
            : new ConfidenceInterval(sorted[0], sorted[^1], 1 - Math.Pow(2, 1 - sorted.Length));
    }

    /// <summary>What the median does not exceed with confidence <paramref name="level"/>; infinity where the sample is too small to say.</summary>
    public static double UpperBound(double[] sorted, double level) =>
        Outside(sorted.Length, 1 - level) is var outside and >= 0 ? sorted[^(outside + 1)] : double.PositiveInfinity;

    /// <summary>What the median reaches at least with confidence <paramref name="level"/>; 0 where the sample, of positive numbers, is too small to say.</summary>
    public static double LowerBound(double[] sorted, double level) =>
        Outside(sorted.Length, 1 - level) is var outside and >= 0 ? sorted[outside] : 0;

    /// <summary>The size of a sample in which one value on each side may be disturbed without a limit that errs with <paramref name="error"/> moving to it.</summary>
    public static int SizeFor(double error)
    {
        int size = 2;
        while (BinomialTail.AtMost(1, size, 0.5) > error)
        {
            size++;
        }

        return size;
    }

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
