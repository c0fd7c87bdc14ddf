namespace Microsoft.ML.Quantization.Statistics;

/// <summary>What paired rows say about the accuracy that was lost.</summary>
internal static class PairedAccuracy
{
    private const double MostRows = 1e15;

    /// <summary>The interval of the loss, a share of 1.</summary>
    public static ConfidenceInterval Interval(PairedCounts counts, double level)
    {
        double quantile = ScoreInterval.TwoSided(level);
        return new ConfidenceInterval(
            ScoreInterval.Low(counts.Rows, counts.Lost, counts.Won, quantile), ScoreInterval.High(counts.Rows, counts.Lost, counts.Won, quantile), level);
    }

    /// <summary>The loss that is not exceeded, with confidence <paramref name="level"/>, a share of 1.</summary>
    public static double LossUpperBound(PairedCounts counts, double level) =>
        ScoreInterval.High(counts.Rows, counts.Lost, counts.Won, ScoreInterval.OneSided(level));

    /// <summary>McNemar's exact two-sided test of there being no difference.</summary>
    public static double PValue(PairedCounts counts) =>
        Math.Min(1, 2 * BinomialTail.AtMost(Math.Min(counts.Lost, counts.Won), counts.Lost + counts.Won, 0.5));

    /// <summary>
    /// About how many rows prove a loss below <paramref name="budget"/> with one-sided confidence <paramref name="level"/> if the
    /// shares of lost and won rows stay as they are; <see langword="null"/> where no number does.
    /// </summary>
    public static long? RowsNeeded(PairedCounts counts, double budget, double level)
    {
        double lost = (double)counts.Lost / counts.Rows;
        double won = (double)counts.Won / counts.Rows;
        double quantile = ScoreInterval.OneSided(level);
        bool Proves(double rows) => ScoreInterval.High(rows, lost * rows, won * rows, quantile) < budget;
        double high = 1;
        while (!Proves(high))
        {
            high *= 2;
            if (high > MostRows)
            {
                return null;
            }
        }

        double low = high / 2;
        while (high - low > 1)
        {
            double middle = Math.Floor((low + high) / 2);
            (low, high) = Proves(middle) ? (low, middle) : (middle, high);
        }

        return (long)high;
    }
}
