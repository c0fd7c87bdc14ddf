namespace Microsoft.ML.Quantization;

/// <summary>
/// No INT8 model was found that loses as little accuracy as <see cref="QuantizationBudget.MaxAccuracyLoss"/> allows, though some, where
/// <see cref="QuantizationBudget.MaxLatencyRatio"/> is given too, were fast enough.
/// </summary>
public sealed class AccuracyLossException : QuantizationBudgetException
{
    internal AccuracyLossException(string message, IReadOnlyList<QuantizationAttempt> attempts)
        : base(message, attempts)
    {
    }
}
