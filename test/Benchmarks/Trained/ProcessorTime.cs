namespace Benchmarks.Trained;

/// <summary>
/// Compares ways of scoring by the processor time of the whole process, as ML.NET scores on threads of its own. All take turns, so that what the machine does
/// meanwhile hits all.
/// </summary>
internal static class ProcessorTime
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(60);

    /// <summary>The seconds of one run of each, the median over the rounds.</summary>
    public static double[] Measure(int rounds, params Action[] ways)
    {
        int[] runs = [.. ways.Select(Runs)];
        var seconds = ways.Select(_ => new double[rounds]).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < ways.Length; i++)
            {
                seconds[i][round] = Seconds(ways[i], runs[i]) / runs[i];
            }
        }

        return [.. seconds.Select(Timing.Median)];
    }

    /// <summary>As many runs as fill the least time, after others that let the compiler finish.</summary>
    private static int Runs(Action way)
    {
        double warm = 0;
        int runs = 0;
        for (; warm < 3 * LeastTime.TotalSeconds; runs++)
        {
            warm += Seconds(way, 1);
        }

        return Math.Max(1, runs / 3);
    }

    private static double Seconds(Action way, int runs)
    {
        var start = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < runs; i++)
        {
            way();
        }

        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }
}
