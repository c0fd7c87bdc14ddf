namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>A median of values that do not all count alike.</summary>
internal static class WeightedMiddle
{
    /// <summary>The value that those below and above it count as much as each other; 0 where there is none, or not all are finite.</summary>
    public static double Find(double[] values, double[] weights)
    {
        double left = weights.Sum() / 2;
        if (!double.IsFinite(left) || !Array.TrueForAll(values, double.IsFinite))
        {
            return 0;
        }

        foreach (var (value, weight) in values.Zip(weights).OrderBy(pair => pair.First))
        {
            left -= weight;
            if (left <= 0)
            {
                return value;
            }
        }

        return 0;
    }
}
