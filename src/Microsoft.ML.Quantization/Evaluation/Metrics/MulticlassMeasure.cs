using System.Numerics.Tensors;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>Compares classifiers with a score for each class.</summary>
internal sealed class MulticlassMeasure(bool labelled, int classes, bool probabilities) : ITaskMeasure
{
    private const int TopK = 5;
    private const int FewestClassesForTopK = 11;

    // As ML.NET's evaluator, so that a probability of 0 costs something finite.
    private const double SmallestProbability = 1e-15;

    public int Width => 7;

    public void Measure(ReadOnlySpan<float> label, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, Span<double> numbers)
    {
        numbers[0] = TensorPrimitives.IndexOfMax(expected);
        numbers[1] = TensorPrimitives.IndexOfMax(actual);
        if (labelled)
        {
            int right = (int)label[0];
            numbers[2] = right;
            numbers[3] = Rank(expected, right);
            numbers[4] = Rank(actual, right);
            numbers[5] = LogLoss(expected, right);
            numbers[6] = LogLoss(actual, right);
        }
    }

    public long? Agreed(RowTable rows) => Enumerable.Range(0, rows.Rows).LongCount(row => rows[row][0] == rows[row][1]);

    public IEnumerable<MetricComparison> Metrics(RowTable rows, double level)
    {
        if (!labelled)
        {
            yield break;
        }

        bool Expected(int row) => rows[row][3] == 0;
        bool Actual(int row) => rows[row][4] == 0;
        yield return Comparisons.OfHits("MicroAccuracy", rows, Expected, Actual, level);
        yield return MacroAccuracy.Compare([.. Enumerable.Range(0, rows.Rows).Select(row => (int)rows[row][2])], Expected, Actual, level);
        var losses = new RowTable(3);
        for (int row = 0; row < rows.Rows; row++)
        {
            losses.Add(rows[row][5], rows[row][6], 1);
        }

        yield return Comparisons.OfSums("LogLoss", false, losses, sums => sums[0] / sums[2], sums => sums[1] / sums[2], level);
        if (classes >= FewestClassesForTopK)
        {
            yield return Comparisons.OfHits("TopKAccuracy", rows, row => rows[row][3] < TopK, row => rows[row][4] < TopK, level);
        }
    }

    /// <summary>How many classes come before the right one; equal scores count in their order, as for the largest.</summary>
    private static int Rank(ReadOnlySpan<float> scores, int right)
    {
        int rank = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            rank += scores[i] > scores[right] || (scores[i] == scores[right] && i < right) ? 1 : 0;
        }

        return rank;
    }

    private double LogLoss(ReadOnlySpan<float> scores, int right)
    {
        if (probabilities)
        {
            return -Math.Log(Math.Clamp(scores[right], SmallestProbability, 1));
        }

        double largest = TensorPrimitives.Max(scores);
        double sum = 0;
        foreach (float score in scores)
        {
            sum += Math.Exp(score - largest);
        }

        return Math.Min(Math.Log(sum) + largest - scores[right], -Math.Log(SmallestProbability));
    }
}
