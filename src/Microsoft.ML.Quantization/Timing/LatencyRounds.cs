using Microsoft.ML.Quantization.Evaluation.Statistics;

namespace Microsoft.ML.Quantization.Timing;

/// <summary>The times of several models on one row, each round with an opening of its own.</summary>
/// <param name="Times">The times of each model by round, in milliseconds; those of the one to compare with first.</param>
internal sealed record LatencyRounds(IReadOnlyList<double[]> Times)
{
    /// <param name="models">How to open the models, the one to compare with first.</param>
    /// <param name="limits">How long to go on.</param>
    /// <param name="clock">Tells how long things take.</param>
    /// <param name="progress">Told of the rounds.</param>
    /// <param name="cancellation">Stops between two rounds.</param>
    public static LatencyRounds Of(
        IReadOnlyList<Func<IOpenModel>> models, RoundLimits limits, TimeProvider clock, IQuantizationProgress? progress = null, CancellationToken cancellation = default)
    {
        List<double[]> times = [];
        long start = clock.GetTimestamp();
        using var rounds = new TimedRounds(models, clock);
        int expected;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            times.Add(rounds.Next());
            expected = limits.Expected(times.Count, clock.GetElapsedTime(start));
            progress?.Step("Timed the models, rounds", times.Count, expected);
        }
        while (times.Count < expected);
        return new LatencyRounds([.. models.Select((_, i) => times.Select(round => round[i]).ToArray())]);
    }

    /// <summary>The median over the rounds.</summary>
    public TimeSpan Median(int model) => TimeSpan.FromMilliseconds(MedianInterval.Median([.. Times[model].Order()]));

    /// <summary>The median ratio of a model's time to that of the first, and the interval that its order statistics give, with a lower level than asked for where the rounds are too few.</summary>
    public (double Ratio, ConfidenceInterval Interval) Ratio(int model, double level)
    {
        double[] sorted = Ratios(model);
        return (MedianInterval.Median(sorted), MedianInterval.Of(sorted, level));
    }

    /// <summary>The interval of the ratio at the level asked for, however few the rounds are.</summary>
    public ConfidenceInterval Widened(int model, double level)
    {
        double[] sorted = Ratios(model);
        var interval = MedianInterval.Of(sorted, level);
        return interval.Level >= level ? interval : StudentInterval.OfRatios(sorted, level);
    }

    private double[] Ratios(int model) => [.. Times[model].Zip(Times[0], (time, first) => time / first).Order()];
}
