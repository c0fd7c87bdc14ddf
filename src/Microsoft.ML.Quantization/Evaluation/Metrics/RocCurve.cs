using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>
/// The area under the ROC curve: how often a row of the second class has the higher score. Each row's share of it (DeLong, DeLong and
/// Clarke-Pearson, Biometrics 44, 1988) makes the area of rows drawn again a function of sums, to first order.
/// </summary>
internal static class RocCurve
{
    public const int Expected = 2;
    public const int Actual = 4;

    /// <param name="rows">Of each row the FP32 score, the INT8 score and the class.</param>
    /// <param name="level">The level of the interval.</param>
    /// <returns>The comparison of the areas; <see langword="null"/> where there are no rows of one of the classes.</returns>
    public static MetricComparison? Compare(RowTable rows, double level)
    {
        if (Table(rows) is not { } table)
        {
            return null;
        }

        double before = Area(table.Sums(), Expected);
        double after = Area(table.Sums(), Actual);
        return Comparisons.OfSums("AreaUnderRocCurve", true, table, sums => Resampled(sums, Expected, before), sums => Resampled(sums, Actual, after), level);
    }

    /// <summary>
    /// Of each row: whether it is of the second class, whether of the first, and its share of the area as one or the other, in FP32 and in
    /// INT8. <see langword="null"/> where there are no rows of one of the classes.
    /// </summary>
    /// <param name="rows">Of each row the FP32 score, the INT8 score and the class.</param>
    public static RowTable? Table(RowTable rows)
    {
        bool[] seconds = [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row][2] > 0)];
        if (!seconds.Contains(true) || !seconds.Contains(false))
        {
            return null;
        }

        double[] expected = Shares(seconds, row => rows[row][0]);
        double[] actual = Shares(seconds, row => rows[row][1]);
        var table = new RowTable(6);
        for (int row = 0; row < seconds.Length; row++)
        {
            double second = seconds[row] ? 1 : 0;
            table.Add(second, 1 - second, second * expected[row], (1 - second) * expected[row], second * actual[row], (1 - second) * actual[row]);
        }

        return table.Sorted();
    }

    /// <summary>The area for which the shares stand.</summary>
    public static double Area(double[] sums, int model) => sums[model] / sums[0];

    /// <summary>The area of rows drawn again, where <paramref name="area"/> is that of all rows.</summary>
    public static double Resampled(double[] sums, int model, double area) => (sums[model] / sums[0]) + (sums[model + 1] / sums[1]) - area;

    /// <summary>Of a row of the second class the share of first ones below it, of a row of the first the share of second ones above it; ties count half.</summary>
    private static double[] Shares(bool[] seconds, Func<int, double> score)
    {
        int[] order = [.. Enumerable.Range(0, seconds.Length).OrderBy(score)];
        double all = seconds.Count(second => second);
        double others = seconds.Length - all;
        var shares = new double[seconds.Length];
        double firstsBelow = 0;
        double secondsBelow = 0;
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start; end < order.Length && score(order[end]) == score(order[start]);)
            {
                end++;
            }

            double tiedSeconds = order[start..end].Count(row => seconds[row]);
            double tiedFirsts = end - start - tiedSeconds;
            foreach (int row in order[start..end])
            {
                shares[row] = seconds[row] ? (firstsBelow + (tiedFirsts / 2)) / others : (all - secondsBelow - (tiedSeconds / 2)) / all;
            }

            firstsBelow += tiedFirsts;
            secondsBelow += tiedSeconds;
        }

        return shares;
    }
}
