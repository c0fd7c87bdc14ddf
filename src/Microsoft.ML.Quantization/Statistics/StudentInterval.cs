using MathNet.Numerics.Distributions;

namespace Microsoft.ML.Quantization.Statistics;

/// <summary>
/// Student's interval of few ratios, whose logarithms are taken to be normally distributed. Unlike <see cref="MedianInterval"/> it reaches every
/// level with any number of them, by becoming wide: with three it is 2.5 standard deviations to each side for 95 %.
/// </summary>
internal static class StudentInterval
{
    /// <summary>The two-sided interval, no narrower than the sample.</summary>
    /// <param name="sorted">The ratios, rising, at least two.</param>
    /// <param name="level">The confidence level.</param>
    public static ConfidenceInterval OfRatios(double[] sorted, double level)
    {
        double[] logs = Array.ConvertAll(sorted, Math.Log);
        double mean = logs.Average();
        double error = Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / (logs.Length - 1) / logs.Length);
        double reach = error * StudentT.InvCDF(0, 1, logs.Length - 1, (1 + level) / 2);
        return new ConfidenceInterval(Math.Min(sorted[0], Math.Exp(mean - reach)), Math.Max(sorted[^1], Math.Exp(mean + reach)), level);
    }
}
