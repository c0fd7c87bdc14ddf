using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Timing;

/// <summary>
/// Times two open models in turn for a moment: enough to tell that one is clearly slower, and over as soon as it is clear that it is not. Chance must not
/// make it say so: it takes rounds enough for a high confidence, and a difference that the place of weights in memory does not make.
/// </summary>
internal static class ShortTiming
{
    private const double Level = 0.99;
    private const int MostRounds = 25;
    private const int Turns = 3;

    /// <summary>Of a first few rounds that are all faster by so much no more are needed.</summary>
    private const double ClearlyFaster = 0.95;

    private const int RoundsToBeSure = 2;

    /// <summary>Models that are opened once may differ by so much for as long as they are open, from nothing but where their weights lie.</summary>
    private const double ClearlySlower = 1.1;

    /// <param name="first">Runs a row in the one to compare with, and tells how long it took.</param>
    /// <param name="second">The same for the other.</param>
    /// <param name="most">When to stop.</param>
    /// <param name="clock">Tells how long things take.</param>
    /// <returns>The rounds; <see langword="null"/> where there is no time for one.</returns>
    public static ShortTimes? Measure(Func<TimeSpan> first, Func<TimeSpan> second, TimeSpan most, TimeProvider clock)
    {
        List<double> ratios = [];
        long start = clock.GetTimestamp();
        var round = TimeSpan.Zero;
        for (var spent = TimeSpan.Zero; ratios.Count < MostRounds && spent + round < most; spent = clock.GetElapsedTime(start))
        {
            long begin = clock.GetTimestamp();
            double expected = Median(first);
            ratios.Add(Median(second) / expected);
            round = clock.GetElapsedTime(begin);
            if (ratios.Count >= RoundsToBeSure && ratios.TrueForAll(ratio => ratio < ClearlyFaster))
            {
                break;
            }
        }

        return ratios.Count == 0 ? null : Judge([.. ratios.Order()]);
    }

    private static ShortTimes Judge(double[] sorted)
    {
        var interval = MedianInterval.Compute(sorted, Level);
        double median = MedianInterval.Median(sorted);
        return new ShortTimes(median, interval, sorted.Length, IsSlower: interval.Level >= Level && interval.Low > 1 && median > ClearlySlower);
    }

    /// <summary>The first run after another model's pays for the caches that one filled.</summary>
    private static double Median(Func<TimeSpan> run)
    {
        run();
        double[] times = [.. Enumerable.Range(0, Turns).Select(_ => run().TotalMilliseconds).Order()];
        return times[Turns / 2];
    }
}
