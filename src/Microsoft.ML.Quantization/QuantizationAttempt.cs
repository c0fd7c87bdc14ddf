using System.Globalization;

namespace Microsoft.ML.Quantization;

/// <summary>One of the models that were tried to meet <see cref="QuantizationOptions.MaxAccuracyLoss"/>, and what became of it.</summary>
public sealed class QuantizationAttempt
{
    internal QuantizationAttempt(string name) => Name = name;

    /// <summary>How the model was made.</summary>
    public string Name { get; }

    /// <summary>The accuracy lost against FP32 on the validation rows, a share of 1, negative where accuracy was won. Without labels, the share of rows whose class differs from that of FP32, which no loss exceeds.</summary>
    public double Loss { get; internal init; }

    /// <summary>The two-sided 95 % interval of <see cref="Loss"/> by itself: Tango's score interval, or without labels that of Clopper and Pearson.</summary>
    public ConfidenceInterval LossInterval { get; internal init; }

    /// <summary>What the loss does not exceed, a share of 1: one-sided, with such a confidence that the bounds of all attempts hold together with 95 %.</summary>
    public double LossBound { get; internal init; }

    /// <summary>The validation rows.</summary>
    public long Rows { get; internal init; }

    /// <summary>The time of a row, one thread, as a multiple of that of the FP32 model, measured in turn on one row; NaN where there was none.</summary>
    public double LatencyRatio { get; internal init; }

    /// <summary>The nodes left in FP32 for the sake of accuracy.</summary>
    public IReadOnlyList<string> FloatNodes { get; internal init; } = [];

    /// <summary>Whether <see cref="LossBound"/> is within the budget.</summary>
    public bool IsProven { get; internal init; }

    /// <summary>Whether this is the model that was returned.</summary>
    public bool IsAccepted { get; internal set; }

    /// <summary>Why the model was accepted or not, in a sentence.</summary>
    public string Outcome { get; internal set; } = "";

    /// <summary>The attempt in a line.</summary>
    /// <returns>A text like "post-training, MeanSquaredError: 0.20 points lost, 95 % interval -0.10 to 0.50, at most 0.61; time of a row 0.70 of FP32. Rejected: ...".</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: {100 * Loss:0.00} points lost on {Rows:#,0} rows, 95 % interval {100 * LossInterval.Low:0.00} to {100 * LossInterval.High:0.00}, at most {100 * LossBound:0.00}; time of a row {LatencyRatio:0.00} of FP32. {Outcome}");
}
