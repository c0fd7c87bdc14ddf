using Microsoft.ML.Quantization.Comparison;

namespace Microsoft.ML.Quantization.Tests.Comparison;

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
}
