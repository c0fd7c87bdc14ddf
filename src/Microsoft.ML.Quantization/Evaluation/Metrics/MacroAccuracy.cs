using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>
/// The mean of the accuracies of the classes. A row counts by one over the rows of its class, which makes it a weighted accuracy: also
/// where most classes have a single row, and no accuracy of their own to draw again.
/// </summary>
internal static class MacroAccuracy
{
    public static MetricComparison Compare(int[] classes, Func<int, bool> expected, Func<int, bool> actual, double level)
    {
        var sizes = classes.GroupBy(label => label).ToDictionary(rows => rows.Key, rows => rows.Count());
        var table = new RowTable(6);
        for (int row = 0; row < classes.Length; row++)
        {
            double weight = 1.0 / (sizes[classes[row]] * sizes.Count);
            bool before = expected(row);
            bool after = actual(row);
            table.Add(weight, before ? weight : 0, after ? weight : 0, weight * weight, before && !after ? weight : 0, after && !before ? weight : 0);
        }

        var comparison = Comparisons.OfSums("MacroAccuracy", true, table, sums => sums[1] / sums[0], sums => sums[2] / sums[0], level);

        // The bootstrap sees no way to lose a row where none was lost; the score interval does, with as many rows as the weights are worth.
        double[] sums = table.Sorted().Sums();
        double worth = sums[0] * sums[0] / sums[3];
        double quantile = ScoreInterval.TwoSided(level);
        double low = ScoreInterval.Low(worth, worth * sums[4], worth * sums[5], quantile);
        double high = ScoreInterval.High(worth, worth * sums[4], worth * sums[5], quantile);
        var interval = new ConfidenceInterval(Math.Min(low, comparison.Interval.Low), Math.Max(high, comparison.Interval.High), level);
        return comparison.With(interval, isAccuracy: true);
    }
}
