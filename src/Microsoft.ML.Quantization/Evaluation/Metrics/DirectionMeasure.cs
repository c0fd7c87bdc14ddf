using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>Compares directions of vectors: with the label, or of INT8 with FP32.</summary>
internal sealed class DirectionMeasure(bool labelled) : ITaskMeasure
{
    public int Width => 3;

    public void Measure(ReadOnlySpan<float> label, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, Span<double> numbers)
    {
        var right = labelled ? label : expected;
        numbers[0] = labelled ? Cosine(right, expected) : 1;
        numbers[1] = Cosine(right, actual);
        numbers[2] = 1;
    }

    public long? Agreed(RowTable rows) => null;

    public IEnumerable<MetricComparison> Metrics(RowTable rows, double level) =>
        [Comparisons.OfSums("CosineSimilarity", true, rows, sums => sums[0] / sums[2], sums => sums[1] / sums[2], level)];

    /// <summary>Vectors without a direction are alike where neither has one.</summary>
    private static double Cosine(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < first.Length; i++)
        {
            product += (double)first[i] * second[i];
            left += (double)first[i] * first[i];
            right += (double)second[i] * second[i];
        }

        return left > 0 && right > 0 ? product / Math.Sqrt(left * right) : left == right ? 1 : 0;
    }
}
