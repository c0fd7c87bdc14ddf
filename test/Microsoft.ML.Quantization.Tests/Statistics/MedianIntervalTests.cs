using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Tests.Statistics;

[TestClass]
public sealed class MedianIntervalTests
{
    /// <summary>Of eleven values P(at most 1 below the median) = 0.006, P(at most 2) = 0.033, P(at most 3) = 0.113.</summary>
    [TestMethod]
    [DataRow(0.99, 10.0)]
    [DataRow(0.95, 9.0)]
    [DataRow(0.85, 8.0)]
    public void Bounds_AreThoseOfTheOrderStatistics(double level, double expected)
    {
        double[] sorted = [.. Enumerable.Range(1, 11).Select(i => (double)i)];
        Assert.AreEqual(expected, MedianInterval.UpperBound(sorted, level));
        Assert.AreEqual(12 - expected, MedianInterval.LowerBound(sorted, level));
    }

    [TestMethod]
    public void OfTooSmallASample_ThereIsNoBound()
    {
        double[] sorted = [1, 2, 3, 4];
        Assert.AreEqual((double.PositiveInfinity, 0.0), (MedianInterval.UpperBound(sorted, 0.95), MedianInterval.LowerBound(sorted, 0.95)));
    }

    /// <summary>The median is outside of all of n values with probability 2 / 2^n.</summary>
    [TestMethod]
    [DataRow(3, 0.75)]
    [DataRow(5, 0.9375)]
    [DataRow(6, 0.95)]
    public void OfTooSmallASample_TheIntervalHasTheLevelOfAllOfIt(int count, double level)
    {
        double[] sorted = [.. Enumerable.Range(1, count).Select(i => (double)i)];
        Assert.AreEqual(new ConfidenceInterval(1, count, level), MedianInterval.Compute(sorted, 0.95));
    }

    /// <summary>P(at most 1 of 9) = 0.0195, P(at most 1 of 8) = 0.035.</summary>
    [TestMethod]
    public void SizeFor_LeavesOneValueOut()
    {
        Assert.AreEqual((9, 8), (MedianInterval.SizeFor(0.025), MedianInterval.SizeFor(0.036)));
        double[] sorted = [.. Enumerable.Range(1, 9).Select(i => (double)i)];
        Assert.AreEqual(new ConfidenceInterval(2, 8, 0.95), MedianInterval.Compute(sorted, 0.95));
    }

    [TestMethod]
    public void UpperBound_HoldsAsOftenAsItSays()
    {
        var random = new Random(9);
        int held = 0;
        for (int draw = 0; draw < 4000; draw++)
        {
            double[] sorted = [.. Enumerable.Range(0, 30).Select(_ => Math.Exp(random.NextDouble() - random.NextDouble())).Order()];
            held += MedianInterval.UpperBound(sorted, 0.95) >= 1 ? 1 : 0;
        }

        // P(at most 10 of 30) = 0.049: nearly exact.
        Assert.IsTrue(held is >= 3760 and <= 3850, $"{held} of 4,000");
    }
}
