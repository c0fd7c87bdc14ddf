namespace Microsoft.ML.Quantization;

/// <summary>No INT8 model was found that is as fast on this machine as <see cref="QuantizationBudget.MaxLatencyRatio"/> asks.</summary>
public sealed class LatencyRatioException : QuantizationBudgetException
{
    internal LatencyRatioException(string message, IReadOnlyList<QuantizationAttempt> attempts)
        : base(message, attempts)
    {
    }
}
