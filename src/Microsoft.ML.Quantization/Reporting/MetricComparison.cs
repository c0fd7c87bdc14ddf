using System.Globalization;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization;

/// <summary>A metric of the FP32 and the INT8 model on the same rows.</summary>
public sealed class MetricComparison
{
    private ConfidenceInterval _interval;
    private bool _isAccuracy;

    internal MetricComparison(string name) => Name = name;

    /// <summary>The name that ML.NET gives the metric, as MicroAccuracy or RootMeanSquaredError.</summary>
    public string Name { get; }

    /// <summary>The metric of the FP32 model. Accuracies are shares, 0 to 1; LogLoss is in nats, PeakSignalToNoiseRatio in decibels.</summary>
#pragma warning disable CA1720 // The field's word for what is not INT8, and no type here.
    public double Float { get; internal init; }
#pragma warning restore CA1720

    /// <summary>The metric of the INT8 model.</summary>
    public double Quantized { get; internal init; }

    /// <summary>By how much INT8 is worse, in the unit of the metric; negative where it is better.</summary>
    public double Loss { get; internal init; }

    /// <summary>
    /// The interval of <see cref="Loss"/>: Tango's score interval for accuracies, a paired bootstrap (BCa) for the rest, the wider of both
    /// for MacroAccuracy. NaN at both ends where the rows are too few to tell.
    /// </summary>
    public ConfidenceInterval Interval
    {
        get => _interval;
        internal init => _interval = value;
    }

    /// <summary>McNemar's exact two-sided p-value of there being no difference, for accuracies that are shares of rows; <see langword="null"/> for the rest.</summary>
    public double? PValue { get; internal init; }

    /// <summary>Whether more is better.</summary>
    public bool HigherIsBetter { get; internal init; }

    /// <summary>The rows behind an accuracy.</summary>
    internal PairedCounts? Counts { get; init; }

    /// <summary>Whether the metric is a share of rows, told in points of a hundred.</summary>
    internal bool IsAccuracy
    {
        get => _isAccuracy;
        init => _isAccuracy = value;
    }

    /// <summary>The same with another interval.</summary>
    internal MetricComparison With(ConfidenceInterval interval, bool isAccuracy)
    {
        var comparison = (MetricComparison)MemberwiseClone();
        (comparison._interval, comparison._isAccuracy) = (interval, isAccuracy);
        return comparison;
    }

    /// <summary>The loss in words.</summary>
    /// <returns>A text like "MicroAccuracy 0.9173 -> 0.9153: 0.2 points lost, 95 % interval -0.1 to 0.5".</returns>
    public override string ToString()
    {
        string unit = IsAccuracy ? "points " : "";
        string interval = double.IsFinite(Interval.Low) && double.IsFinite(Interval.High)
            ? $", {Interval.Level * 100:0.##} % interval {Number(Interval.Low)} to {Number(Interval.High)}"
            : "";
        string text = $"{Name} {Value(Float)} -> {Value(Quantized)}: {Number(Loss)} {unit}lost{interval}";
        return PValue is { } p ? $"{text}, p = {p:0.###}" : text;
    }

    private string Value(double value) => value.ToString(IsAccuracy ? "0.0000" : "G5", CultureInfo.InvariantCulture);

    // Adding zero leaves no "-0.0" of what rounds to nothing.
    private string Number(double value) => IsAccuracy
        ? (Math.Round(100 * value, 2) + 0.0).ToString("0.0#", CultureInfo.InvariantCulture)
        : value.ToString("G3", CultureInfo.InvariantCulture);
}
