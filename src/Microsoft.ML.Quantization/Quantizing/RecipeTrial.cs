namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>A model that some steps were done to.</summary>
/// <param name="Model">The model.</param>
/// <param name="Numbers">What the passes left; the same object for two trials means the same numbers.</param>
internal sealed record RecipeTrial(CalibratedModel Model, RecipeDraft Numbers);
