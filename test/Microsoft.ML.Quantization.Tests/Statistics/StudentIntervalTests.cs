using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Tests.Statistics;

[TestClass]
public sealed class StudentIntervalTests
{
    /// <summary>The logarithms are -0.1, 0 and 0.1: a standard error of 0.1 / sqrt(3), of which t with two degrees of freedom takes 4.3027 for 95 %.</summary>
    [TestMethod]
    public void Ends_AreThoseOfTheTable()
    {
        var interval = StudentInterval.OfRatios([Math.Exp(-0.1), 1, Math.Exp(0.1)], 0.95);
        Assert.AreEqual(Math.Exp(-0.24842), interval.Low, 1e-4);
        Assert.AreEqual(Math.Exp(0.24842), interval.High, 1e-4);
        Assert.AreEqual(0.95, interval.Level);
    }

    [TestMethod]
    public void Interval_IsNoNarrowerThanTheSample()
    {
        var interval = StudentInterval.OfRatios([0.5, 1, 1, 1, 1], 0.75);
        Assert.AreEqual(0.5, interval.Low);
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(6)]
    public void Interval_HoldsTheTrueRatioAsOftenAsItSays(int rounds)
    {
        var random = new Random(5);
        int held = 0;
        for (int draw = 0; draw < 2000; draw++)
        {
            double[] sorted = [.. Enumerable.Range(0, rounds).Select(_ => 0.6 * Math.Exp(0.1 * Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5))).Order()];
            held += StudentInterval.OfRatios(sorted, 0.95).Contains(0.6) ? 1 : 0;
        }

        // 95 % and three standard deviations below it; wider than needed only where the sample is.
        Assert.IsTrue(held is >= 1871 and <= 1980, $"{held} of 2,000");
    }
}
