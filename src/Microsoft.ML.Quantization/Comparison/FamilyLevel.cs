using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>
/// The confidence at which methods are told apart. FP32 and so many methods are compared each with each; if every one of these comparisons
/// errs with an equal part of the probability that is allowed for all, all of them hold together with the level asked for (Bonferroni).
/// Intervals that are shown are each by itself.
/// </summary>
/// <param name="level">The level for all comparisons together.</param>
/// <param name="methods">How many methods there are, FP32 not counted.</param>
internal sealed class FamilyLevel(double level, int methods)
{
    /// <summary>The level of one comparison.</summary>
    public double OfEach { get; } = 1 - ((1 - level) / Math.Max(1, methods * (methods + 1) / 2));

    /// <summary>The interval of a loss at the level of one comparison.</summary>
    /// <param name="evaluation">What the loss was measured by.</param>
    public ConfidenceInterval IntervalOf(QuantizationEvaluation evaluation) => evaluation.Primary is not { } metric
        ? Differing(evaluation, OfEach)
        : metric is { IsAccuracy: true, Counts: { } counts } ? PairedAccuracy.Interval(counts, OfEach) : Widened(metric.Loss, metric.Interval);

    /// <summary>The share of rows that differ, which is all that is known without labels.</summary>
    public static ConfidenceInterval Differing(QuantizationEvaluation evaluation, double level) =>
        ClopperPearson.Interval((long)Math.Round((1 - evaluation.Agreement) * evaluation.Rows), evaluation.Rows, level);

    /// <summary>A bootstrap has too few draws for the far tails; they are taken to fall off as those of a normal distribution.</summary>
    private ConfidenceInterval Widened(double loss, ConfidenceInterval interval)
    {
        double factor = ScoreInterval.TwoSided(OfEach) / ScoreInterval.TwoSided(interval.Level);
        return new ConfidenceInterval(loss - (factor * (loss - interval.Low)), loss + (factor * (interval.High - loss)), OfEach);
    }
}
