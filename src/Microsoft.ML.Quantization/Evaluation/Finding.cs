namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Something that is wrong with an INT8 model.</summary>
/// <param name="Output">The output that it concerns; <see langword="null"/> for the model's speed.</param>
/// <param name="Text">What, why, and what to do.</param>
internal sealed record Finding(string? Output, string Text);
