using System.Globalization;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization;

/// <summary>
/// One of the models that were tried to meet <see cref="QuantizationBudget.MaxAccuracyLoss"/> or
/// <see cref="QuantizationBudget.MaxLatencyRatio"/>, and what became of it.
/// </summary>
/// <remarks>
/// <see cref="MeasuredModel.Loss"/> is not measured without a budget for it, nor of a model that is too slow already. <see cref="MeasuredModel.Sqnr"/> is that of some
/// calibration rows, by which models are ordered where only time has a budget. The level of <see cref="MeasuredModel.LatencyRatioInterval"/> is 94 % where
/// the model was turned down after five rounds; models that take a quarter of a second and more to open are opened anew for every few rounds only.
/// </remarks>
public sealed class QuantizationAttempt : MeasuredModel
{
    internal QuantizationAttempt(string name)
        : base(name)
    {
    }

    /// <summary>What the loss does not exceed, a share of 1: one-sided, with such a confidence that the bounds of all attempts hold together with 95 %.</summary>
    public double LossBound { get; internal init; } = double.NaN;

    /// <summary>The validation rows on which <see cref="MeasuredModel.Loss"/> was measured.</summary>
    public long Rows { get; internal init; }

    /// <summary>What <see cref="MeasuredModel.LatencyRatio"/> does not exceed: one-sided, with such a confidence that the bounds of all attempts hold together with 95 %; infinity where the rounds were too few for that.</summary>
    public double LatencyRatioBound { get; internal init; } = double.NaN;

    /// <summary>The nodes left in FP32 for the sake of accuracy; of a trained model, the stages that were taken back.</summary>
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

        if (double.IsNaN(LatencyRatio) && !double.IsNaN(Loss))
        {
            yield break;
        }

        yield return double.IsNaN(LatencyRatio)
            ? "time not measured"
            : string.Create(culture, $"time of a row {LatencyRatio:0.00} of FP32 ({LatencyRatioInterval.Low:0.00} to {LatencyRatioInterval.High:0.00})");
    }
}
