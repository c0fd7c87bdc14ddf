namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>A row that both models scored.</summary>
/// <param name="Label">The label; empty without labels. Of a ranking, the group too.</param>
/// <param name="Expected">What the model as it was trained predicts.</param>
/// <param name="Actual">What the quantized one predicts.</param>
/// <param name="SameLabel">Whether both predict the same label, whatever its type.</param>
internal readonly record struct PairedRow(float[] Label, Prediction Expected, Prediction Actual, bool SameLabel);
