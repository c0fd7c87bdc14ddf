using System.Globalization;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization;

/// <summary>
/// One of the models that were tried to meet <see cref="QuantizationBudget.MaxAccuracyLoss"/> or
/// <see cref="QuantizationBudget.MaxLatencyRatio"/>, and what became of it.
/// </summary>
public sealed class QuantizationAttempt
{
    internal QuantizationAttempt(string name) => Name = name;

    /// <summary>How the model was made.</summary>
    public string Name { get; }

    /// <summary>The accuracy lost against FP32 on the validation rows, a share of 1, negative where accuracy was won. Without labels, the share of rows whose class differs from that of FP32, which no loss exceeds. NaN where it was not measured: without a budget for it, or as the model was too slow already.</summary>
    public double Loss { get; internal init; } = double.NaN;

    /// <summary>The two-sided 95 % interval of <see cref="Loss"/> by itself: Tango's score interval, or without labels that of Clopper and Pearson.</summary>
    public ConfidenceInterval LossInterval { get; internal init; } = Unknown;

    /// <summary>What the loss does not exceed, a share of 1: one-sided, with such a confidence that the bounds of all attempts hold together with 95 %.</summary>
    public double LossBound { get; internal init; } = double.NaN;

    /// <summary>The validation rows on which <see cref="Loss"/> was measured.</summary>
    public long Rows { get; internal init; }

    /// <summary>The signal-to-quantization-noise ratio of the outputs on some calibration rows, in decibels, by which models are ordered where only time has a budget; infinity for the FP32 model, NaN where it was not measured.</summary>
    public double Sqnr { get; internal init; } = double.NaN;

    /// <summary>The time of a row, one thread, as a multiple of that of the FP32 model: the median over rounds, each with both models opened anew, in which both took their turns on one row; NaN where there was none.</summary>
    public double LatencyRatio { get; internal init; } = double.NaN;

    /// <summary>
    /// The two-sided 95 % interval of <see cref="LatencyRatio"/> by itself, 94 % where the model was turned down after five rounds. It covers what
    /// changes from round to round in the seconds that these take, such as where the models come to lie in memory when they are opened, and not what
    /// changes later, such as the load of the machine, which does not slow INT8 and FP32 alike. Models that take a quarter of a second and more to
    /// open are opened anew for every few rounds only.
    /// </summary>
    public ConfidenceInterval LatencyRatioInterval { get; internal init; } = Unknown;

    /// <summary>What <see cref="LatencyRatio"/> does not exceed: one-sided, with such a confidence that the bounds of all attempts hold together with 95 %; infinity where the rounds were too few for that.</summary>
    public double LatencyRatioBound { get; internal init; } = double.NaN;

    /// <summary>The nodes left in FP32 for the sake of accuracy.</summary>
    public IReadOnlyList<string> FloatNodes { get; internal init; } = [];

    /// <summary>Whether the bounds are within the budgets: <see cref="LossBound"/>, <see cref="LatencyRatioBound"/> or both, as asked for.</summary>
    public bool IsProven => LossStanding == Standing.Proven && LatencyStanding == Standing.Proven;

    /// <summary>Whether this is the model that was returned.</summary>
    public bool IsAccepted { get; internal set; }

    /// <summary>How the model stands to the budgets, in sentences.</summary>
    public string Outcome { get; internal init; } = "";

    internal Standing LossStanding { get; init; } = Standing.Proven;

    internal Standing LatencyStanding { get; init; } = Standing.Proven;

    /// <summary>Whether it is within the budgets as measured.</summary>
    internal bool IsWithin => LossStanding != Standing.Missed && LatencyStanding != Standing.Missed;

    internal static ConfidenceInterval Unknown { get; } = new(double.NaN, double.NaN, LookLevel.Confidence);

    /// <summary>The attempt in a line.</summary>
    /// <returns>A text like "post-training, MeanSquaredError: 0.20 points lost on 2,000 rows, 95 % interval -0.10 to 0.50, at most 0.61; time of a row 0.70 of FP32 (0.69 to 0.72). Proven to lose at most 1 points.".</returns>
    public override string ToString() => ForeignText.Line($"{Name}: {string.Join("; ", Numbers())}. {Outcome}", ForeignText.LongestText);

    private IEnumerable<string> Numbers()
    {
        var culture = CultureInfo.InvariantCulture;
        if (!double.IsNaN(Loss))
        {
            yield return string.Create(culture, $"{100 * Loss:0.00} points lost on {Rows:#,0} rows, 95 % interval {100 * LossInterval.Low:0.00} to {100 * LossInterval.High:0.00}, at most {100 * LossBound:0.00}");
        }
        else if (double.IsFinite(Sqnr))
        {
            yield return string.Create(culture, $"output SQNR {Sqnr:0.0} dB");
        }

        yield return double.IsNaN(LatencyRatio)
            ? "time not measured"
            : string.Create(culture, $"time of a row {LatencyRatio:0.00} of FP32 ({LatencyRatioInterval.Low:0.00} to {LatencyRatioInterval.High:0.00})");
    }
}
