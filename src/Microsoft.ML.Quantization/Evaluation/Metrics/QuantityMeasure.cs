using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>Compares predictions of quantities, over all values of all rows.</summary>
internal sealed class QuantityMeasure : ITaskMeasure
{
    public int Width => 7;

    public void Measure(ReadOnlySpan<float> label, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, Span<double> numbers)
    {
        numbers.Clear();
        numbers[0] = label.Length;
        for (int i = 0; i < label.Length; i++)
        {
            double right = label[i];
            double before = expected[i] - right;
            double after = actual[i] - right;
            numbers[1] += right;
            numbers[2] += right * right;
            numbers[3] += before * before;
            numbers[4] += after * after;
            numbers[5] += Math.Abs(before);
            numbers[6] += Math.Abs(after);
        }
    }

    public long? Agreed(RowTable rows) => null;

    public IEnumerable<MetricComparison> Metrics(RowTable rows, double level)
    {
        yield return Comparisons.OfSums("RootMeanSquaredError", false, rows, sums => Math.Sqrt(sums[3] / sums[0]), sums => Math.Sqrt(sums[4] / sums[0]), level);
        yield return Comparisons.OfSums("MeanAbsoluteError", false, rows, sums => sums[5] / sums[0], sums => sums[6] / sums[0], level);
        var explained = Comparisons.OfSums("RSquared", true, rows, sums => 1 - (sums[3] / Spread(sums)), sums => 1 - (sums[4] / Spread(sums)), level);
        if (double.IsFinite(explained.Loss))
        {
            yield return explained;
        }
    }

    /// <summary>The squared deviations of the labels from their mean; nothing where they are all equal but for rounding.</summary>
    private static double Spread(double[] sums)
    {
        double spread = sums[2] - (sums[1] * sums[1] / sums[0]);
        return spread > sums[2] * 1e-12 ? spread : double.NaN;
    }
}
