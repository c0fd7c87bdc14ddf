using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>Compares classifiers of two classes: one score for the second, or one for each.</summary>
internal sealed class BinaryMeasure(bool labelled, ScoreEnding ending) : ITaskMeasure
{
    public int Width => 4;

    public void Measure(ReadOnlySpan<float> label, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, Span<double> numbers)
    {
        numbers[0] = Score(expected);
        numbers[1] = Score(actual);
        numbers[2] = labelled ? label[0] : 0;
        numbers[3] = expected.Length;
    }

    public long? Agreed(RowTable rows)
    {
        double threshold = Threshold(rows);
        return Enumerable.Range(0, rows.Rows).LongCount(row => rows[row][0] > threshold == rows[row][1] > threshold);
    }

    public IEnumerable<MetricComparison> Metrics(RowTable rows, double level)
    {
        if (!labelled)
        {
            yield break;
        }

        double threshold = Threshold(rows);
        yield return Comparisons.OfHits(
            "Accuracy", rows, row => rows[row][0] > threshold == rows[row][2] > 0, row => rows[row][1] > threshold == rows[row][2] > 0, level);
        if (RocCurve.Compare(rows, level) is { } area)
        {
            yield return area;
        }

        if (F1Score.Compare(rows, threshold, level) is { } f1)
        {
            yield return f1;
        }
    }

    /// <summary>Two scores decide by which is larger, be they logits or probabilities.</summary>
    private static double Score(ReadOnlySpan<float> scores) => scores.Length == 1 ? scores[0] : (double)scores[1] - scores[0];

    /// <summary>Where a single score turns from one class to the other: 0 for logits, one half for probabilities, which lie between 0 and 1.</summary>
    private double Threshold(RowTable rows)
    {
        bool single = rows[0][3] == 1;
        bool probabilities = ending == ScoreEnding.Probabilities
            || (ending == ScoreEnding.Unknown && Enumerable.Range(0, rows.Rows).All(row => rows[row][0] is >= 0 and <= 1));
        return single && probabilities ? 0.5 : 0;
    }
}
