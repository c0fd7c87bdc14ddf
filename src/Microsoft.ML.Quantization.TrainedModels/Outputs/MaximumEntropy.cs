namespace Microsoft.ML.Quantization.TrainedModels.Outputs;

/// <summary>
/// The softmax of ML.NET's maximum entropy models: the logarithm of the sum of powers, rounded to float, is taken off each score. Scores 30 or more below the
/// largest count for nothing in the sum.
/// </summary>
internal static class MaximumEntropy
{
    public const float Tolerance = 30;

    public static void Normalize(Span<float> scores)
    {
        float logarithm = LogOfSum(scores);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)Math.Exp(scores[i] - logarithm);
        }
    }

    private static float LogOfSum(ReadOnlySpan<float> scores)
    {
        int largest = 0;
        float most = float.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] > most)
            {
                (largest, most) = (i, scores[i]);
            }
        }

        if (float.IsNegativeInfinity(most) || scores.Length == 1)
        {
            return most;
        }

        double others = 0;
        float cutoff = most - Tolerance;
        for (int i = 0; i < scores.Length; i++)
        {
            if (i != largest && scores[i] > cutoff)
            {
                others += Math.Exp(scores[i] - most);
            }
        }

        return others > 0 ? (float)(most + Math.Log(1 + others)) : most;
    }
}
