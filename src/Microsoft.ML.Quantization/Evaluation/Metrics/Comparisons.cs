using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>Makes comparisons, each with the interval that suits its metric.</summary>
internal static class Comparisons
{
    /// <summary>An accuracy: the share of rows that a model has right.</summary>
    public static MetricComparison OfHits(string name, RowTable rows, Func<int, bool> expected, Func<int, bool> actual, double level)
    {
        long before = 0;
        long after = 0;
        long lost = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            bool first = expected(row);
            bool second = actual(row);
            before += first ? 1 : 0;
            after += second ? 1 : 0;
            lost += first && !second ? 1 : 0;
        }

        var counts = new PairedCounts(rows.Rows, lost, lost - (before - after));
        return new MetricComparison(name)
        {
            Float = (double)before / rows.Rows,
            Quantized = (double)after / rows.Rows,
            Loss = counts.Loss,
            Interval = PairedAccuracy.Interval(counts, level),
            PValue = PairedAccuracy.PValue(counts),
            HigherIsBetter = true,
            IsAccuracy = true,
            Counts = counts,
        };
    }

    /// <summary>A metric that is a function of sums over rows.</summary>
    public static MetricComparison OfSums(
        string name, bool higherIsBetter, RowTable rows, Func<double[], double> expected, Func<double[], double> actual, double level)
    {
        double Loss(double[] sums)
        {
            double before = expected(sums);
            double after = actual(sums);

            // Equal infinities, as the PSNR of two perfect images, are no loss.
            return before.Equals(after) ? 0 : higherIsBetter ? before - after : after - before;
        }

        double[] sums = rows.Sorted().Sums();
        return new MetricComparison(name)
        {
            Float = expected(sums),
            Quantized = actual(sums),
            Loss = Loss(sums),
            Interval = PairedBootstrap.Interval(rows, Loss, level),
            HigherIsBetter = higherIsBetter,
        };
    }
}
