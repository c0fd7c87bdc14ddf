namespace Microsoft.ML.Quantization.Evaluation.Metrics;

/// <summary>What scores are, as far as the model's last operator tells.</summary>
internal enum ScoreEnding
{
    /// <summary>The values must tell.</summary>
    Unknown,

    Probabilities,

    Logits,
}
