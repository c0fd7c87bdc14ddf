namespace Microsoft.ML.Quantization.Statistics;

/// <summary>
/// Exact limits of a share (Clopper and Pearson, Biometrika 26, 1934): they hold the true one at least as often as they say, however
/// few rows there are.
/// </summary>
internal static class ClopperPearson
{
    private const int Halvings = 60;

    public static ConfidenceInterval Interval(long hits, long rows, double level) =>
        new(LowerBound(hits, rows, (1 + level) / 2), UpperBound(hits, rows, (1 + level) / 2), level);

    /// <summary>The share that is not exceeded, with confidence <paramref name="level"/>.</summary>
    public static double UpperBound(long hits, long rows, double level)
    {
        if (hits >= rows)
        {
            return 1;
        }

        double low = (double)hits / rows;
        double high = 1;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = BinomialTail.AtMost(hits, rows, middle) > 1 - level ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>The share that is reached at least, with confidence <paramref name="level"/>.</summary>
    public static double LowerBound(long hits, long rows, double level) => 1 - UpperBound(rows - hits, rows, level);
}
