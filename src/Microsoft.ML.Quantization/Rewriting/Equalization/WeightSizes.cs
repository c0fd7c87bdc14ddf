namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>How large the weights are between two channels each, see <see cref="ScaledWeights"/>.</summary>
/// <param name="Magnitudes">The largest.</param>
/// <param name="Squares">The sum of the squares.</param>
internal sealed record WeightSizes(float[] Magnitudes, float[] Squares);
