namespace Microsoft.ML.Quantization;

/// <summary>No INT8 model was found that is within what <see cref="QuantizationBudget.MaxAccuracyLoss"/> and <see cref="QuantizationBudget.MaxLatencyRatio"/> allow.</summary>
public abstract class QuantizationBudgetException : InvalidOperationException
{
    private protected QuantizationBudgetException(string message, IReadOnlyList<QuantizationAttempt> attempts)
        : base(message) => Attempts = attempts;

    /// <summary>What was tried, in its order.</summary>
    public IReadOnlyList<QuantizationAttempt> Attempts { get; }
}
