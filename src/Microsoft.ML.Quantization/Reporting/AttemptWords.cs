namespace Microsoft.ML.Quantization.Reporting;

/// <summary>The numbers of an attempt to meet an accuracy budget, for tables.</summary>
internal static class AttemptWords
{
    private static readonly Metric Accuracy = new("accuracy", IsShare: true);

    public static string Lost(QuantizationAttempt attempt) => Accuracy.Loss(attempt.Loss, attempt.LossInterval.Low, attempt.LossInterval.High);

    public static string Bound(QuantizationAttempt attempt) => Accuracy.Loss(attempt.LossBound);

    public static string Ratio(QuantizationAttempt attempt) => double.IsNaN(attempt.LatencyRatio) ? Words.Dash : Words.Fixed(attempt.LatencyRatio, 2);
}
