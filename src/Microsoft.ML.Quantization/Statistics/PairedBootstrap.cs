using MathNet.Numerics.Distributions;

namespace Microsoft.ML.Quantization.Statistics;

/// <summary>
/// The interval of a number that is a function of sums over rows, by the bias-corrected and accelerated bootstrap (Efron, Better
/// bootstrap confidence intervals, JASA 82, 1987). A row carries what FP32 and INT8 made of it, so that they are compared in pairs.
/// The same rows in any order give the same interval.
/// </summary>
internal static class PairedBootstrap
{
    public const int DefaultReplicates = 2000;

    // More rows than these are dealt to so many groups, which say the same about the sums at less cost.
    private const int MostUnits = 16384;
    private const ulong Seed = 20;

    /// <param name="rows">The numbers of each row.</param>
    /// <param name="statistic">The number in question, from their sums; not finite where it has none.</param>
    /// <param name="level">The level of the interval.</param>
    /// <param name="replicates">How often the rows are drawn again.</param>
    /// <returns>The interval; NaN at both ends where most draws have no number.</returns>
    public static ConfidenceInterval Interval(RowTable rows, Func<double[], double> statistic, double level, int replicates = DefaultReplicates)
    {
        var units = rows.Sorted().Dealt(MostUnits, Seed);
        double[] sums = units.Sums();
        double estimate = statistic(sums);
        double[] drawn = Draw(units, statistic, replicates);
        if (drawn.Length < replicates / 2 || !double.IsFinite(estimate))
        {
            return new ConfidenceInterval(double.NaN, double.NaN, level);
        }

        double below = drawn.Count(value => value < estimate) + (0.5 * drawn.Count(value => value == estimate));
        double bias = Normal.InvCDF(0, 1, Math.Clamp(below, 0.5, drawn.Length - 0.5) / drawn.Length);
        double acceleration = Acceleration(units, sums, statistic);
        double Limit(double quantile)
        {
            double shifted = bias + quantile;
            return Quantile(drawn, Normal.CDF(0, 1, bias + (shifted / (1 - (acceleration * shifted)))));
        }

        double tail = ScoreInterval.TwoSided(level);
        return new ConfidenceInterval(Limit(-tail), Limit(tail), level);
    }

    /// <summary>The number of each drawing that has one, in order of size.</summary>
    private static double[] Draw(RowTable units, Func<double[], double> statistic, int replicates)
    {
        var drawn = new double[replicates];
        Parallel.For(0, replicates, replicate =>
        {
            var random = new SplitMix(Seed + (ulong)replicate + 1);
            var sums = new double[units.Width];
            for (int i = 0; i < units.Rows; i++)
            {
                units.AddTo(sums, random.Next(units.Rows));
            }

            drawn[replicate] = statistic(sums);
        });
        double[] finite = [.. drawn.Where(double.IsFinite)];
        Array.Sort(finite);
        return finite;
    }

    /// <summary>How skewed the influence of single rows is, from leaving each out.</summary>
    private static double Acceleration(RowTable units, double[] sums, Func<double[], double> statistic)
    {
        var without = new double[units.Rows];
        var rest = new double[units.Width];
        for (int row = 0; row < units.Rows; row++)
        {
            var values = units[row];
            for (int i = 0; i < rest.Length; i++)
            {
                rest[i] = sums[i] - values[i];
            }

            without[row] = statistic(rest);
        }

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
