using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Tests.Timing;

[TestClass]
public sealed class LatencyRoundsTests
{
    [TestMethod]
    public void Ratio_IsTheMedianOfTheRounds()
    {
        // A machine that slows down meets both: the ratio of every round is one half but for two outliers.
        double[] first = [1, 1, 1, 4, 4, 4, 1, 1, 1, 1, 1];
        var rounds = new LatencyRounds([first, [.. first.Select((time, i) => i == 2 ? 9 : i == 5 ? 0.1 : time / 2)]]);
        var (ratio, interval) = rounds.Ratio(1, 0.95);
        Assert.AreEqual(0.5, ratio);
        Assert.AreEqual((0.5, 0.5), (interval.Low, interval.High));
        Assert.AreEqual(1, rounds.Median(0).TotalMilliseconds);
    }

    /// <summary>Of eleven ratios the second and the tenth are the ends: P(at most 1 of 11) = 0.006, P(at most 2) = 0.033.</summary>
    [TestMethod]
    public void Interval_IsThatOfTheOrderStatistics()
    {
        var rounds = new LatencyRounds([[.. Enumerable.Repeat(1.0, 11)], [.. Enumerable.Range(1, 11).Select(i => (double)i)]]);
        var (ratio, interval) = rounds.Ratio(1, 0.95);
        Assert.AreEqual((6.0, 2.0, 10.0), (ratio, interval.Low, interval.High));
    }

    /// <summary>The interval holds the true ratio in at least 95 % of draws.</summary>
    [TestMethod]
    public void Interval_CoversTheTrueRatio()
    {
        var random = new Random(7);
        int held = 0;
        for (int draw = 0; draw < 2000; draw++)
        {
            double[] Times(double scale) => [.. Enumerable.Range(0, 25).Select(_ => scale * Math.Exp(0.3 * (random.NextDouble() - random.NextDouble())))];
            held += new LatencyRounds([Times(1), Times(0.7)]).Ratio(1, 0.95).Interval.Contains(0.7) ? 1 : 0;
        }

        Assert.IsTrue(held is >= 1900 and <= 1980, $"{held} of 2,000");
    }

    /// <summary>Within an opening the ratio does not move at all; only openings differ.</summary>
    [TestMethod]
    public void WhereOpeningsDiffer_TheIntervalCoversBothLevels()
    {
        var clock = new FakeClock();
        var model = new FakeModel(clock, [0.59, 0.74, 0.74, 0.59, 0.59]);
        var rounds = LatencyRounds.Measure([new FakeModel(clock, [1]).OpenIt, model.OpenIt], RoundLimits.OfReport(0.95), clock);
        var (ratio, interval) = rounds.Ratio(1, 0.95);
        Assert.AreEqual((0.59, 0.59, 0.74, 0.95), (ratio, interval.Low, interval.High, interval.Level));
        Assert.AreEqual(rounds.Times[1].Length, model.Openings);
        Assert.IsTrue(interval.Contains(0.59) && interval.Contains(0.74));
    }

    /// <summary>A report of small models takes a second; one of models that take seconds to open ends after three rounds, and its interval says so.</summary>
    [TestMethod]
    public void WhatIsSlow_HasThreeRoundsAndALowerLevel()
    {
        var clock = new FakeClock();
        FakeModel slow = new(clock, [300, 310, 320], opening: 2000), small = new(clock, [0.3], opening: 5);
        var rounds = LatencyRounds.Measure([new FakeModel(clock, [400], opening: 2000).OpenIt, slow.OpenIt], RoundLimits.OfReport(0.95), clock);
        var (ratio, interval) = rounds.Ratio(1, 0.95);
        Assert.AreEqual((3, 0.775, 0.75, 0.8, 0.75), (slow.Openings, ratio, interval.Low, interval.High, interval.Level));
        var widened = rounds.Widened(1, 0.95, interval);
        Assert.IsTrue(widened.Level == 0.95 && widened.Low < 0.74 && widened.High > 0.81, $"{widened}");

        var before = clock.Elapsed;
        LatencyRounds.Measure([new FakeModel(clock, [0.5], opening: 5).OpenIt, small.OpenIt], RoundLimits.OfReport(0.95), clock);
        Assert.AreEqual(1, (clock.Elapsed - before).TotalSeconds, 0.1);
        Assert.IsGreaterThan(20, small.Openings);
    }

    /// <summary>Three quarters of the rounds say 0.6 and the last quarter 0.8, each by 1 %: what came to stay is in the interval, though so few rounds are not in that of single ones.</summary>
    [TestMethod]
    public void WhatChangesOnce_IsInTheInterval()
    {
        var random = new Random(2);
        double[] ratios = [.. Enumerable.Range(0, 60).Select(i => (i < 45 ? 0.6 : 0.8) * (1 + (0.02 * (random.NextDouble() - 0.5))))];
        double[] ones = [.. ratios.Select(_ => 1.0)];
        var (ratio, interval) = new LatencyRounds([ones, ratios]).Ratio(1, 0.95);
        Assert.AreEqual(0.6, ratio, 0.01);
        Assert.IsTrue(interval.Contains(0.6) && interval.High > 0.79, $"{interval}");

        random.Shuffle(ratios);
        Assert.IsLessThan(0.79, new LatencyRounds([ones, ratios]).Ratio(1, 0.95).Interval.High);
    }

    /// <summary>At 95 % the batches of five leave the two high ones in; batches of one, which 99.99 % needs, would leave them out.</summary>
    [TestMethod]
    public void Widened_ContainsTheIntervalOfALowerLevel()
    {
        double[] ratios = [.. Enumerable.Range(0, 45).Select(i => i is 2 or 3 or 4 or 7 or 8 or 9 ? 0.8 : 0.6)];
        var rounds = new LatencyRounds([[.. ratios.Select(_ => 1.0)], ratios]);
        var interval = rounds.Ratio(1, 0.95).Interval;
        Assert.AreEqual((0.6, 0.8), (interval.Low, interval.High));
        Assert.IsLessThan(0.8, rounds.Ratio(1, 0.9999).Interval.High);
        Assert.AreEqual(new ConfidenceInterval(0.6, 0.8, 0.9999), rounds.Widened(1, 0.9999, interval));
    }

    [TestMethod]
    public void And_KeepsEachModelsTimes()
    {
        var both = new LatencyRounds([[1, 2], [3, 4]]).And(new LatencyRounds([[5], [6]]));
        CollectionAssert.AreEqual(new double[] { 1, 2, 5 }, both.Times[0]);
        CollectionAssert.AreEqual(new double[] { 3, 4, 6 }, both.Times[1]);
    }

    [TestMethod]
    public void Progress_EndsAtItsTotal()
    {
        var clock = new FakeClock();
        var steps = new Steps();
        var rounds = LatencyRounds.Measure([new FakeModel(clock, [20], opening: 100).OpenIt], RoundLimits.OfHalfComparison(0.999, 1), clock, steps);
        CollectionAssert.AreEqual(Enumerable.Range(1, rounds.Times[0].Length).Select(i => (long)i).ToArray(), steps.Done.ToArray());
        Assert.AreEqual(steps.Done[^1], steps.Total);
    }

    [TestMethod]
    public void Cancellation_StopsBetweenRounds()
    {
        var clock = new FakeClock();
        using var source = new CancellationTokenSource();
        var model = new FakeModel(clock, [1]);
        var steps = new Steps { OnStep = done => { if (done == 2) { source.Cancel(); } } };
        Assert.ThrowsExactly<OperationCanceledException>(() => LatencyRounds.Measure([model.OpenIt], RoundLimits.OfReport(0.95), clock, steps, source.Token));
        Assert.AreEqual((2, 0), (model.Openings, model.Open));
    }

    private sealed class Steps : IQuantizationProgress
    {
        public List<long> Done { get; } = [];

        public long Total { get; private set; }

        public Action<long>? OnStep { get; init; }

        public void RowCalibrated(long rows)
        {
        }

        public void Message(string text)
        {
        }

        public void Warning(string text)
        {
        }

        public void Step(string what, long done, long total)
        {
            Done.Add(done);
            Total = total;
            OnStep?.Invoke(done);
        }
    }
}
