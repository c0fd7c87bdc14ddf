using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Timing;

/// <summary>How long to go on with rounds.</summary>
/// <param name="Wanted">So many rounds give an interval of the level that is needed.</param>
/// <param name="Enough">After this time there are no more rounds than wanted.</param>
/// <param name="Most">After this time there are no more rounds than <see cref="TimedRounds.Fewest"/>.</param>
internal sealed record RoundLimits(int Wanted, TimeSpan Enough, TimeSpan Most)
{
    private const int MostRounds = 401;

    /// <summary>For a report, which somebody waits for.</summary>
    public static RoundLimits OfReport(double level) => new(MedianInterval.SizeFor((1 - level) / 2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

    /// <summary>For each half of a comparison, which takes far longer to make and evaluate its models.</summary>
    public static RoundLimits OfHalfComparison(double level, int models) =>
        new((MedianInterval.SizeFor((1 - level) / 2) + 1) / 2, TimeSpan.FromSeconds(0.5) * models, TimeSpan.FromSeconds(1.5) * models);

    /// <summary>How many rounds there will be, by how long those that there are took; no more than these where it is time to stop.</summary>
    public int Expected(int rounds, TimeSpan elapsed)
    {
        double Within(TimeSpan time) => elapsed > TimeSpan.Zero ? Math.Ceiling(rounds * (time / elapsed)) : MostRounds;
        double expected = Math.Max(Math.Min(Wanted, Within(Most)), Within(Enough));
        return (int)Math.Clamp(expected, Math.Max(TimedRounds.Fewest, rounds), Math.Max(MostRounds, rounds));
    }
}
