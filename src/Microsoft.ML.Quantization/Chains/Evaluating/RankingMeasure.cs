using Microsoft.ML.Quantization.Evaluation.Metrics;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>Compares rankings by the normalized discounted cumulative gain of their groups, at the depths and with the gains of ML.NET's evaluator.</summary>
internal sealed class RankingMeasure : ITaskMeasure
{
    private const int Depths = 3;
    private static readonly double[] Gains = [0, 3, 7, 15, 31];

    public int Width => 4;

    /// <param name="label">The relevance, from 0, and the group.</param>
    /// <param name="expected">The score before.</param>
    /// <param name="actual">The score after.</param>
    /// <param name="numbers">The four.</param>
    public void Measure(ReadOnlySpan<float> label, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, Span<double> numbers) =>
        (numbers[0], numbers[1], numbers[2], numbers[3]) = (label[0], expected[0], actual[0], label[1]);

    public long? Agreed(RowTable rows) => null;

    public IEnumerable<MetricComparison> Metrics(RowTable rows, double level)
    {
        for (int depth = Depths; depth >= 1; depth--)
        {
            var table = Table(rows, depth);
            yield return Comparisons.OfSums($"NormalizedDiscountedCumulativeGain@{depth}", true, table, sums => sums[0] / sums[2], sums => sums[1] / sums[2], level);
        }
    }

    /// <summary>Of each group the gain before and after. Rows of a group follow each other.</summary>
    private static RowTable Table(RowTable rows, int depth)
    {
        var table = new RowTable(3);
        for (int start = 0, end; start < rows.Rows; start = end)
        {
            for (end = start + 1; end < rows.Rows && rows[end][3] == rows[start][3];)
            {
                end++;
            }

            int[] group = [.. Enumerable.Range(start, end - start)];
            double most = Gain(rows, group.OrderByDescending(row => rows[row][0]), depth);
            double Share(int score) => most > 0 ? Gain(rows, group.OrderByDescending(row => rows[row][score]).ThenBy(row => rows[row][0]), depth) / most : 0;
            table.Add(Share(1), Share(2), 1);
        }

        return table;
    }

    private static double Gain(RowTable rows, IEnumerable<int> order, int depth) =>
        order.Take(depth).Select((row, place) => Gains[Math.Clamp((int)rows[row][0], 0, Gains.Length - 1)] / Math.Log(2 + place)).Sum();
}
