using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>The F1 score of the second of two classes.</summary>
internal static class F1Score
{
    // Fewer rows that are decided differently give the bootstrap nothing to draw from.
    private const int FewestForBootstrap = 5;

    /// <param name="rows">Of each row the FP32 score, the INT8 score and the class.</param>
    /// <param name="threshold">Above which score a row is of the second class.</param>
    /// <param name="level">The level of the interval.</param>
    /// <returns>The comparison; null where there is no score, for want of rows of the second class.</returns>
    public static MetricComparison? Compare(RowTable rows, double threshold, double level)
    {
        var table = new RowTable(4);
        var counts = new PairedCounts(rows.Rows, 0, 0);
        for (int row = 0; row < rows.Rows; row++)
        {
            var numbers = rows[row];
            bool second = numbers[2] > 0;
            bool before = numbers[0] > threshold;
            bool after = numbers[1] > threshold;
            table.Add(second && before ? 1 : 0, second != before ? 1 : 0, second && after ? 1 : 0, second != after ? 1 : 0);
            counts += new PairedCounts(0, before != after && before == second ? 1 : 0, before != after && after == second ? 1 : 0);
        }

        var comparison = Comparisons.OfSums("F1Score", true, table, sums => Score(sums[0], sums[1]), sums => Score(sums[2], sums[3]), level);
        if (!double.IsFinite(comparison.Loss))
        {
            return null;
        }

        return counts.Lost + counts.Won >= FewestForBootstrap
            ? comparison
            : comparison.With(Widened(comparison, table.Sums(), counts, level), isAccuracy: false);
    }

    /// <summary>As many rows as the accuracy may have lost or won are taken to be of the second class, where they weigh most.</summary>
    private static ConfidenceInterval Widened(MetricComparison comparison, double[] sums, PairedCounts counts, double level)
    {
        var accuracy = PairedAccuracy.Interval(counts, level);
        double before = Score(sums[0], sums[1]);
        double LossOf(double share)
        {
            double moved = Math.Clamp(share * counts.Rows, -sums[1], sums[0]);
            return before - Score(sums[0] - moved, sums[1] + moved);
        }

        return new ConfidenceInterval(Least(LossOf(accuracy.Low), comparison.Interval.Low), Most(LossOf(accuracy.High), comparison.Interval.High), level);
    }

    // The bootstrap's ends are NaN where most draws have no score.
    private static double Least(double first, double second) => double.IsNaN(second) ? first : Math.Min(first, second);

    private static double Most(double first, double second) => double.IsNaN(second) ? first : Math.Max(first, second);

    private static double Score(double hits, double mistakes) => 2 * hits / ((2 * hits) + mistakes);
}
