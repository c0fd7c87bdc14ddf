using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>Compares images with those in the labels.</summary>
internal sealed class ImageMeasure : ITaskMeasure
{
    public int Width => 5;

    public void Measure(ReadOnlySpan<float> label, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, Span<double> numbers)
    {
        var before = OutputNoise.Measure(label, expected);
        numbers[0] = before.Count;
        numbers[1] = before.Noise;
        numbers[2] = OutputNoise.Measure(label, actual).Noise;
        numbers[3] = before.Low;
        numbers[4] = before.High;
    }

    public long? Agreed(RowTable rows) => null;

    public IEnumerable<MetricComparison> Metrics(RowTable rows, double level)
    {
        double low = Enumerable.Range(0, rows.Rows).Min(row => rows[row][3]);
        double high = Enumerable.Range(0, rows.Rows).Max(row => rows[row][4]);
        double Decibels(double noise, double count) => 10 * Math.Log10((high - low) * (high - low) * count / noise);
        yield return Comparisons.OfSums("PeakSignalToNoiseRatio", true, rows, sums => Decibels(sums[1], sums[0]), sums => Decibels(sums[2], sums[0]), level);
    }
}
