using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>What validation rows say about the accuracy that a model has lost, as shares of 1.</summary>
/// <param name="Loss">The loss on the rows; without labels, the share of rows that differ from FP32, which no loss exceeds.</param>
/// <param name="Interval">Its two-sided 95 % interval.</param>
/// <param name="Bound">What the loss does not exceed, with the confidence that this look needs.</param>
/// <param name="RowsNeeded">About how many rows would prove the budget, if the shares stayed as they are; <see langword="null"/> where no number would.</param>
internal sealed record LossEstimate(double Loss, ConfidenceInterval Interval, double Bound, long? RowsNeeded)
{
    private const long MostRows = 1_000_000_000;

    public static LossEstimate Create(PairedCounts counts, bool labelled, double budget, double level) => labelled
        ? new LossEstimate(
            counts.Loss, PairedAccuracy.Interval(counts, LookLevel.Confidence), PairedAccuracy.LossUpperBound(counts, level), PairedAccuracy.RowsNeeded(counts, budget, level))
        : new LossEstimate(
            counts.Loss, ClopperPearson.Interval(counts.Lost, counts.Rows, LookLevel.Confidence), ClopperPearson.UpperBound(counts.Lost, counts.Rows, level), RowsWithoutLabels(counts, budget, level));

    /// <summary>Of a metric whose interval is of a bootstrap: its tail is taken to be that of a normal distribution. What none of the rows shows is bounded by their number.</summary>
    public static LossEstimate Create(MetricComparison metric, long rows, double budget, double level)
    {
        double factor = ScoreInterval.OneSided(level) / ScoreInterval.TwoSided(metric.Interval.Level);
        double reach = double.IsNaN(metric.Interval.High) ? double.PositiveInfinity : factor * Math.Max(0, metric.Interval.High - metric.Loss);
        double bound = Math.Max(metric.Loss + reach, LeastBound(rows, level));

        // The width falls with the root of the rows, the least bound with the rows.
        double ratio = reach / (budget - metric.Loss);
        double needed = Math.Max(rows * ratio * ratio, rows * LeastBound(rows, level) / budget);
        return new LossEstimate(metric.Loss, metric.Interval, bound, metric.Loss < budget && needed < MostRows ? (long)Math.Ceiling(needed) : null);
    }

    /// <summary>The share of rows that may be lost though not one of these is.</summary>
    public static double LeastBound(long rows, double level) => ClopperPearson.UpperBound(0, rows, level);

    /// <summary>Whether so many rows could prove the budget, if not one of them differed.</summary>
    public static bool CanProve(long rows, bool labelled, double budget, double level) => Create(new PairedCounts(rows, 0, 0), labelled, budget, level).Bound <= budget;

    public Standing StandingTo(double budget) => Bound <= budget ? Standing.Proven : Loss <= budget ? Standing.Within : Standing.Missed;

    private static long? RowsWithoutLabels(PairedCounts counts, double budget, double level)
    {
        bool Proves(long rows) => ClopperPearson.UpperBound((long)Math.Ceiling(rows * counts.Loss), rows, level) <= budget;
        long high = 1;
        while (!Proves(high))
        {
            high *= 2;
            if (high > MostRows)
            {
                return null;
            }
        }

        long low = high / 2;
        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            (low, high) = Proves(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }
}
