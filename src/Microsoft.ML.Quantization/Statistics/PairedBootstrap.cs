namespace Microsoft.ML.Quantization.Statistics;

/// <summary>
/// The interval of a number that is a function of sums over rows, by the bias-corrected and accelerated bootstrap (<see cref="BootstrapInterval"/>). A row carries what FP32 and INT8
/// made of it, so that they are compared in pairs. The same rows in any order give the same interval.
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
        return BootstrapInterval.Compute(statistic(sums), Draw(units, statistic, replicates), Without(units, sums, statistic), level);
    }

    /// <summary>The number of each drawing.</summary>
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
        return drawn;
    }

    /// <summary>The number with each row left out.</summary>
    private static double[] Without(RowTable units, double[] sums, Func<double[], double> statistic)
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

        return without;
    }
}
