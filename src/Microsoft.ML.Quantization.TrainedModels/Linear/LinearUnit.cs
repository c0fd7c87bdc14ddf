namespace Microsoft.ML.Quantization.TrainedModels.Linear;

/// <summary>The weights of one score of a linear predictor, as ML.NET saves them.</summary>
/// <param name="Values">The weights of all features, or of those that are stored.</param>
/// <param name="Indices">
/// The features that are stored, rising; null where all are. The others weigh 0, and where a row is dense not even a missing value of theirs counts.
/// </param>
/// <param name="Bias">What is added to the sum.</param>
internal sealed record LinearUnit(float[] Values, int[]? Indices, float Bias)
{
    /// <summary>The feature of a stored weight.</summary>
    public int Feature(int stored) => Indices == null ? stored : Indices[stored];
}
