using MathNet.Numerics.Distributions;

namespace Microsoft.ML.Quantization.Statistics;

/// <summary>Bias-corrected and accelerated limits from what drawing and leaving out gave (Efron, Better bootstrap confidence intervals, JASA 82, 1987).</summary>
internal static class BootstrapInterval
{
    /// <param name="estimate">The number from all rows.</param>
    /// <param name="drawn">The number from each drawing; those that are not finite have none.</param>
    /// <param name="without">The number from all rows but one, or but one group of as many as the others, each.</param>
    /// <param name="level">The level of the interval.</param>
    /// <returns>The interval; NaN at both ends where most drawings have no number.</returns>
    public static ConfidenceInterval Compute(double estimate, double[] drawn, double[] without, double level)
    {
        double[] finite = [.. drawn.Where(double.IsFinite)];
        Array.Sort(finite);
        if (finite.Length < drawn.Length / 2 || !double.IsFinite(estimate))
        {
            return new ConfidenceInterval(double.NaN, double.NaN, level);
        }

        double below = finite.Count(value => value < estimate) + (0.5 * finite.Count(value => value == estimate));
        double bias = Normal.InvCDF(0, 1, Math.Clamp(below, 0.5, finite.Length - 0.5) / finite.Length);
        double acceleration = Acceleration(without);
        double Limit(double quantile)
        {
            double shifted = bias + quantile;
            return Quantile(finite, Normal.CDF(0, 1, bias + (shifted / (1 - (acceleration * shifted)))));
        }

        double tail = ScoreInterval.TwoSided(level);
        return new ConfidenceInterval(Limit(-tail), Limit(tail), level);
    }

    /// <summary>How skewed the influence of single rows is.</summary>
    private static double Acceleration(double[] without)
    {
        double mean = without.Where(double.IsFinite).DefaultIfEmpty().Average();
        double squares = without.Where(double.IsFinite).Sum(value => (mean - value) * (mean - value));
        double cubes = without.Where(double.IsFinite).Sum(value => Math.Pow(mean - value, 3));
        return squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
    }

    private static double Quantile(double[] sorted, double share)
    {
        double place = Math.Clamp((share * (sorted.Length + 1)) - 1, 0, sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
