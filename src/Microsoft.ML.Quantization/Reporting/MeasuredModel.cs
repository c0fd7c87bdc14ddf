using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization;

/// <summary>A model measured against FP32: what it lost, and what time it takes. Comparisons and budgets measure alike.</summary>
public abstract class MeasuredModel
{
    private protected MeasuredModel(string name) => Name = name;

    /// <summary>What it is called, which says how it was made.</summary>
    public string Name { get; }

    /// <summary>
    /// By how much it is worse than FP32, negative where it is better: in a budget the accuracy lost, a share of 1, in a comparison the loss of
    /// its metric, in the unit of that. Without labels, the share of rows whose class differs from that of FP32, which no loss of accuracy
    /// exceeds. NaN where it was not measured.
    /// </summary>
    public double Loss { get; internal init; } = double.NaN;

    /// <summary>
    /// The two-sided interval of <see cref="Loss"/> by itself, of 95 % or the level of the comparison; of accuracies Tango's score interval, without labels that of
    /// Clopper and Pearson. NaN at both ends where the rows are too few to tell.
    /// </summary>
    public ConfidenceInterval LossInterval { get; internal init; } = Unknown;

    /// <summary>The signal-to-quantization-noise ratio of the outputs in decibels; infinity for FP32, NaN where it was not measured.</summary>
    public double Sqnr { get; internal init; } = double.NaN;

    /// <summary>
    /// The time of a row, one thread, as a multiple of that of FP32: the median over rounds, each with all models opened anew, in which all took their
    /// turns on one row; NaN where it was not measured.
    /// </summary>
    public double LatencyRatio { get; internal init; } = double.NaN;

    /// <summary>
    /// The two-sided interval of <see cref="LatencyRatio"/> by itself. It covers what changes from round to round while it is measured: where
    /// the models come to lie in memory, as every round opens them anew, and what else runs on the machine. It does not cover what changes later:
    /// beside other programs, or at another clock rate, INT8 and FP32 do not slow down alike.
    /// </summary>
    public ConfidenceInterval LatencyRatioInterval { get; internal init; } = Unknown;

    internal static ConfidenceInterval Unknown { get; } = new(double.NaN, double.NaN, LookLevel.Confidence);
}
