namespace Microsoft.ML.Quantization;

/// <summary>No INT8 model was found that loses as little accuracy as <see cref="QuantizationOptions.MaxAccuracyLoss"/> allows.</summary>
public sealed class AccuracyLossException : InvalidOperationException
{
    internal AccuracyLossException(string message, IReadOnlyList<QuantizationAttempt> attempts)
        : base(message) => Attempts = attempts;

    /// <summary>What was tried, in its order.</summary>
    public IReadOnlyList<QuantizationAttempt> Attempts { get; }
}
