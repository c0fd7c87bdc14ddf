namespace Microsoft.ML.Quantization.Reporting;

/// <summary>The numbers of an attempt to meet a budget, for tables.</summary>
internal static class AttemptWords
{
    private static readonly Metric Accuracy = new("accuracy", IsShare: true);

    /// <summary>The heading over what was not quantized for the sake of accuracy.</summary>
    public static string LeftOut(ReportDocument document) => document.Stages.Count > 0 ? "Stages taken back" : "Nodes left in FP32";

    public static string Lost(QuantizationAttempt attempt) => double.IsNaN(attempt.Loss) ? Words.Dash : Accuracy.Loss(attempt.Loss, attempt.LossInterval.Low, attempt.LossInterval.High);

    public static string Bound(QuantizationAttempt attempt) => double.IsNaN(attempt.LossBound) ? Words.Dash : Accuracy.Loss(attempt.LossBound);

    public static string Rows(QuantizationAttempt attempt) => attempt.Rows == 0 ? Words.Dash : Words.Whole(attempt.Rows);

    public static string Sqnr(QuantizationAttempt attempt) => double.IsNaN(attempt.Sqnr) ? Words.Dash : Words.Decibels(attempt.Sqnr);

    public static string Ratio(QuantizationAttempt attempt) => double.IsNaN(attempt.LatencyRatio) ? Words.Dash
        : double.IsNaN(attempt.LatencyRatioInterval.Low) ? Words.Fixed(attempt.LatencyRatio, 2)
        : $"{Words.Fixed(attempt.LatencyRatio, 2)} ({Words.Fixed(attempt.LatencyRatioInterval.Low, 2)} to {Words.Fixed(attempt.LatencyRatioInterval.High, 2)})";
}
