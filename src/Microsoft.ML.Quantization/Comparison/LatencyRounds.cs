using System.Diagnostics;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Evaluation.Statistics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>The times of several models on one row, taken in rounds in which each has its turn, so that a change in the machine's speed meets all.</summary>
/// <param name="Times">The times of each model by round.</param>
internal sealed record LatencyRounds(IReadOnlyList<double[]> Times)
{
    private const int FewestRounds = 11;
    private const int MostRounds = 1001;
    private static readonly TimeSpan BudgetForEach = TimeSpan.FromSeconds(1);

    /// <param name="runs">The models, the one to compare with first.</param>
    /// <param name="row">The row.</param>
    /// <param name="progress">Told of the rounds.</param>
    /// <param name="cancellation">Stops between two rounds.</param>
    public static LatencyRounds Of(IReadOnlyList<SampleRun> runs, TensorValue[] row, IQuantizationProgress progress, CancellationToken cancellation)
    {
        List<double>[] times = [.. runs.Select(_ => new List<double>())];
        var budget = BudgetForEach * runs.Count;
        var watch = Stopwatch.StartNew();
        while (times[0].Count < FewestRounds || (watch.Elapsed < budget && times[0].Count < MostRounds))
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < runs.Count; i++)
            {
                // The first run after another model's pays for the caches that one filled.
                runs[i].Time(row);
                times[i].Add(runs[i].Time(row).TotalMilliseconds);
            }

            long expected = (long)(times[0].Count * (budget / watch.Elapsed));
            progress.Step("Timed the models, rounds", times[0].Count, Math.Clamp(expected, Math.Max(FewestRounds, times[0].Count), MostRounds));
        }

        return new LatencyRounds([.. times.Select(list => list.ToArray())]);
    }

    public TimeSpan Median(int model) => TimeSpan.FromMilliseconds(MedianInterval.Median([.. Times[model].Order()]));

    /// <summary>The median ratio of a model's time to that of the first, and the interval that its order statistics give.</summary>
    public (double Ratio, ConfidenceInterval Interval) Ratio(int model, double level)
    {
        double[] sorted = [.. Times[model].Zip(Times[0], (time, first) => time / first).Order()];
        return (MedianInterval.Median(sorted), MedianInterval.Of(sorted, level));
    }
}
