namespace Microsoft.ML.Quantization.Chains.Settling;

/// <summary>The stages that are taken, and what was measured of the model that they make.</summary>
/// <param name="Stages">The stages.</param>
/// <param name="Evaluation">What it predicts against the trained one; <see langword="null"/> where nothing is rounded and there are no labels.</param>
/// <param name="Attempts">What was tried for the budget.</param>
/// <param name="Warnings">What the user should know.</param>
internal sealed record SettledModel(WalkedStage[] Stages, QuantizationEvaluation? Evaluation, IReadOnlyList<QuantizationAttempt> Attempts, IReadOnlyList<string> Warnings);
