namespace Microsoft.ML.Quantization.Statistics;

/// <summary>
/// The confidence that each look at the validation rows must have so that all looks together, however many they become, are wrong
/// with a probability of 5 % at most: the k-th look may err with 5 % / (k (k + 1)), which sums to 5 % (Bonferroni, with unequal shares).
/// </summary>
internal static class LookLevel
{
    public const double Confidence = 0.95;

    /// <param name="look">1 for the first.</param>
    public static double Compute(int look) => 1 - ((1 - Confidence) / (look * (look + 1.0)));
}
