using Microsoft.ML.Quantization.Evaluation.Metrics;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>Compares predictors of two classes by what they decide, whatever their threshold is, and by their scores and probabilities.</summary>
internal sealed class DecisionMeasure : ITaskMeasure
{
    // As ML.NET's evaluator, which counts in bits.
    private const double SmallestProbability = 1e-15;

    public int Width => 7;

    public void Measure(ReadOnlySpan<float> label, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, Span<double> numbers)
    {
        (numbers[0], numbers[1], numbers[2]) = (expected[0], actual[0], label[0]);
        (numbers[3], numbers[4]) = (expected[1], actual[1]);
        (numbers[5], numbers[6]) = (LogLoss(expected[2], label[0]), LogLoss(actual[2], label[0]));
    }

    public long? Agreed(RowTable rows) => Enumerable.Range(0, rows.Rows).LongCount(row => rows[row][3] == rows[row][4]);

    public IEnumerable<MetricComparison> Metrics(RowTable rows, double level)
    {
        yield return Comparisons.OfHits("Accuracy", rows, row => rows[row][3] > 0 == rows[row][2] > 0, row => rows[row][4] > 0 == rows[row][2] > 0, level);
        if (RocCurve.Compare(rows, level) is { } area)
        {
            yield return area;
        }

        var (decisions, losses) = (new RowTable(3), new RowTable(3));
        for (int row = 0; row < rows.Rows; row++)
        {
            decisions.Add(rows[row][3], rows[row][4], rows[row][2]);
            losses.Add(rows[row][5], rows[row][6], 1);
        }

        if (F1Score.Compare(decisions, 0.5, level) is { } f1)
        {
            yield return f1;
        }

        if (!double.IsNaN(losses.Sums()[0]))
        {
            yield return Comparisons.OfSums("LogLoss", false, losses, sums => sums[0] / sums[2], sums => sums[1] / sums[2], level);
        }
    }

    private static double LogLoss(float probability, float label) => -Math.Log2(Math.Clamp(label > 0 ? probability : 1 - probability, SmallestProbability, 1));
}
