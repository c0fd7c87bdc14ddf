using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>What rounds of two models in turn say about the time of the second as a multiple of that of the first.</summary>
/// <param name="Ratio">The median over the rounds.</param>
/// <param name="Interval">Its two-sided 95 % interval.</param>
/// <param name="Bound">What it does not exceed, with the confidence that this look needs; infinity where the rounds are too few for that.</param>
/// <param name="LowBound">What it reaches at least, with the same confidence.</param>
internal sealed record LatencyEstimate(double Ratio, ConfidenceInterval Interval, double Bound, double LowBound)
{
    /// <summary>There was no row to time.</summary>
    public static LatencyEstimate Unknown { get; } = new(double.NaN, new ConfidenceInterval(double.NaN, double.NaN, LookLevel.Confidence), double.NaN, double.NaN);

    /// <summary>Of a model that is the FP32 model.</summary>
    public static LatencyEstimate OfFloat { get; } = new(1, new ConfidenceInterval(1, 1, LookLevel.Confidence), 1, 1);

    /// <param name="ratios">The ratio of each round.</param>
    /// <param name="level">The confidence of the bounds.</param>
    public static LatencyEstimate Create(IEnumerable<double> ratios, double level)
    {
        double[] sorted = [.. ratios.Order()];
        return new LatencyEstimate(
            MedianInterval.Median(sorted), MedianInterval.Compute(sorted, LookLevel.Confidence), MedianInterval.UpperBound(sorted, level), MedianInterval.LowerBound(sorted, level));
    }

    public Standing StandingTo(double? budget) =>
        budget is not { } most || Bound <= most ? Standing.Proven : Ratio <= most ? Standing.Within : Standing.Missed;
}
