namespace Microsoft.ML.Quantization.Tests.MixedPrecision;

/// <summary>Spearman's rank correlation.</summary>
internal static class RankCorrelation
{
    public static double Compute(double[] first, double[] second)
    {
        double[] a = Ranks(first);
        double[] b = Ranks(second);
        double mean = (a.Length - 1) / 2.0;
        double product = a.Zip(b, (x, y) => (x - mean) * (y - mean)).Sum();
        return product / Math.Sqrt(a.Sum(x => (x - mean) * (x - mean)) * b.Sum(y => (y - mean) * (y - mean)));
    }

    /// <summary>Equal values share the mean of their ranks.</summary>
    private static double[] Ranks(double[] values) =>
        Array.ConvertAll(values, value => values.Count(other => other < value) + ((values.Count(other => other == value) - 1) / 2.0));
}
