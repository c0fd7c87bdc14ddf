using MathNet.Numerics.Distributions;

namespace Microsoft.ML.Quantization.Statistics;

/// <summary>
/// Tango's score interval of the difference of two paired shares (Tango, Equivalence test and confidence interval for the difference
/// in proportions for the paired-sample design, Statistics in Medicine 17, 1998). It has a width where no row differs, too. Counts
/// need not be whole, so that it serves expected and weighted ones.
/// </summary>
internal static class ScoreInterval
{
    private const int Halvings = 60;

    /// <summary>The normal quantile that leaves <c>1 - level</c> on both sides together.</summary>
    public static double TwoSided(double level) => Normal.InvCDF(0, 1, (1 + level) / 2);

    /// <summary>The normal quantile that leaves <c>1 - level</c> on one side.</summary>
    public static double OneSided(double level) => Normal.InvCDF(0, 1, level);

    public static double Low(double rows, double lost, double won, double quantile) => -High(rows, won, lost, quantile);

    /// <summary>The largest difference that the counts do not speak against.</summary>
    public static double High(double rows, double lost, double won, double quantile)
    {
        double low = (lost - won) / rows;
        double high = 1;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            if (Statistic(rows, lost, won, middle) >= -quantile)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    /// <summary>How many standard deviations the counts are above what a true difference would give; it falls with the difference.</summary>
    private static double Statistic(double rows, double lost, double won, double difference)
    {
        double b = -lost - won + (((2 * rows) - lost + won) * difference);
        double c = -won * difference * (1 - difference);
        double wonShare = (Math.Sqrt((b * b) - (8 * rows * c)) - b) / (4 * rows);
        double variance = rows * ((2 * wonShare) + (difference * (1 - difference)));
        double above = lost - won - (rows * difference);
        return above == 0 ? 0 : above / Math.Sqrt(Math.Max(variance, 0));
    }
}
