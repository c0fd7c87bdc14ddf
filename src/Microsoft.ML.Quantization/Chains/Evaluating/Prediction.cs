namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>What a model predicts for a row.</summary>
/// <param name="Scores">The scores.</param>
/// <param name="Probability">The probability; NaN where there is none.</param>
/// <param name="IsTrue">The label, where that is a boolean.</param>
internal readonly record struct Prediction(float[] Scores, float Probability, bool IsTrue)
{
    public bool HasNaN => Array.Exists(Scores, float.IsNaN);

    /// <summary>The numbers that two classes are told apart by: score, decision and probability.</summary>
    public float[] Binary => [Scores[0], IsTrue ? 1 : 0, Probability];
}
