using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Times two models in turn on the same row, so that a change in the machine's speed meets both.</summary>
internal sealed record LatencyComparison(TimeSpan First, TimeSpan Second)
{
    private const int FewestRounds = 11;
    private const int MostRounds = 1001;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    /// <summary>There was no row to time.</summary>
    public static LatencyComparison None { get; } = new(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The median of each.</summary>
    public static LatencyComparison Of(SampleRun first, SampleRun second, TensorValue[] row)
    {
        List<TimeSpan> firsts = [];
        List<TimeSpan> seconds = [];
        first.Time(row);
        second.Time(row);
        var watch = Stopwatch.StartNew();
        while (firsts.Count < FewestRounds || (watch.Elapsed < Budget && firsts.Count < MostRounds))
        {
            firsts.Add(first.Time(row));
            seconds.Add(second.Time(row));
        }

        return new LatencyComparison(Median(firsts), Median(seconds));
    }

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
