using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Timing;

namespace Benchmarks;

/// <summary>Compares two ways of doing the same in runs that take turns, so that what the machine does meanwhile hits both.</summary>
internal static class Timing
{
    /// <summary>The median seconds of each, and the median of the ratios first / second, over <paramref name="runs"/> turns after a warm-up.</summary>
    public static (double First, double Second, double Ratio) Alternate(Action first, Action second, int runs = 9)
    {
        first();
        second();
        var times = new (double First, double Second)[runs];
        for (int i = 0; i < runs; i++)
        {
            times[i] = i % 2 == 0 ? (Seconds(first), Seconds(second)) : Swap(Seconds(second), Seconds(first));
        }

        return (Median(times.Select(time => time.First)), Median(times.Select(time => time.Second)), Median(times.Select(time => time.First / time.Second)));
    }

    /// <summary>The times of two models on one row, in rounds that open both anew.</summary>
    public static LatencyRounds Models(OnnxModel first, OnnxModel second, TensorValue[] row, TimeSpan time) =>
        LatencyRounds.Measure([() => new OpenModel(first, row), () => new OpenModel(second, row)], new RoundLimits(0, time, time), TimeProvider.System);

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static (double First, double Second) Swap(double second, double first) => (first, second);

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
