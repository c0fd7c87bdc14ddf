using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Statistics;

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
    public static LatencyRounds Measure(
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

    /// <summary>These rounds and later ones of the same models.</summary>
    public LatencyRounds And(LatencyRounds later) => new([.. Times.Zip(later.Times, (mine, others) => mine.Concat(others).ToArray())]);

    /// <summary>The median over the rounds.</summary>
    public TimeSpan Median(int model) => TimeSpan.FromMilliseconds(MedianInterval.Median([.. Times[model].Order()]));

    /// <summary>The median ratio of a model's time to that of the first, and its interval, with a lower level than asked for where the rounds are too few.</summary>
    public (double Ratio, ConfidenceInterval Interval) Ratio(int model, double level)
    {
        double[] ratios = Ratios(model);
        double median = MedianInterval.Median([.. ratios.Order()]);
        return (median, Interval(ratios, median, level));
    }

    /// <summary>The interval of the ratio at a higher level, however few the rounds are.</summary>
    /// <param name="model">The model.</param>
    /// <param name="level">The level, which it has in any case.</param>
    /// <param name="narrower">The interval at a lower level, made from other batches, which it contains.</param>
    public ConfidenceInterval Widened(int model, double level, ConfidenceInterval narrower)
    {
        var interval = Ratio(model, level).Interval;
        interval = interval.Level >= level ? interval : StudentInterval.OfRatios([.. Ratios(model).Order()], level);
        return interval with { Low = Math.Min(interval.Low, narrower.Low), High = Math.Max(interval.High, narrower.High) };
    }

    /// <summary>The order statistics of the medians of batches. Rounds that follow each other resemble each other, batches of them less so.</summary>
    private static ConfidenceInterval Interval(double[] ratios, double median, double level)
    {
        // Of an odd number of ratios, so that the median is one of them.
        int size = Math.Max(1, ((ratios.Length / MedianInterval.SizeFor((1 - level) / 2)) - 1) / 2 * 2 + 1);
        var batches = ratios.Chunk(size).Where(batch => batch.Length == size).Select(batch => MedianInterval.Median([.. batch.Order()]));
        var interval = MedianInterval.Compute([.. batches.Order()], level);
        return interval with { Low = Math.Min(interval.Low, median), High = Math.Max(interval.High, median) };
    }

    private double[] Ratios(int model) => [.. Times[model].Zip(Times[0], (time, first) => time / first)];
}
