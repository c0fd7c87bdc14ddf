using System.Diagnostics;

namespace Microsoft.ML.Quantization.Chains.Measuring;

/// <summary>Times ways to read rows in turn, so that what else the machine does hits all.</summary>
internal static class ReadingTimes
{
    public const int Rounds = 7;

    private static readonly TimeSpan Total = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(15);

    /// <summary>The microseconds of one run of each way, by round.</summary>
    public static double[][] Measure(IReadOnlyList<Action> ways)
    {
        var turn = TimeSpan.FromTicks(Math.Min(LongestTurn.Ticks, Total.Ticks / (ways.Count * Rounds)));
        int[] runs = [.. ways.Select(way => Runs(way, turn, WarmUp / ways.Count))];
        double[][] times = [.. ways.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < ways.Count; i++)
            {
                // The first run after another way's pays for the caches that one filled.
                if (runs[i] > 1)
                {
                    ways[i]();
                }

                times[i][round] = Time(ways[i], runs[i]);
            }
        }

        return times;
    }

    /// <summary>The runs that fill a turn, after some that let the compiler finish.</summary>
    private static int Runs(Action way, TimeSpan turn, TimeSpan warmUp)
    {
        long start = Stopwatch.GetTimestamp();
        var last = TimeSpan.MaxValue;
        do
        {
            long begin = Stopwatch.GetTimestamp();
            way();
            last = TimeSpan.FromTicks(Math.Min(last.Ticks, Stopwatch.GetElapsedTime(begin).Ticks));
        }
        while (Stopwatch.GetElapsedTime(start) < warmUp);
        return (int)Math.Clamp(turn / last, 1, 10_000);
    }

    private static double Time(Action way, int runs)
    {
        var start = ProcessorClock.Now;
        for (int i = 0; i < runs; i++)
        {
            way();
        }

        return (ProcessorClock.Now - start).TotalMicroseconds / runs;
    }
}
