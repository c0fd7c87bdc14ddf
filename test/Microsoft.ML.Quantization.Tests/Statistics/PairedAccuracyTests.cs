using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Tests.Statistics;

[TestClass]
public sealed class PairedAccuracyTests
{
    /// <summary>At both ends the score, with the shares that are likeliest under that difference, is the normal quantile.</summary>
    [TestMethod]
    [DataRow(200, 7, 3)]
    [DataRow(200, 0, 0)]
    [DataRow(1000, 30, 0)]
    [DataRow(5000, 60, 75)]
    public void Interval_EndsWhereTheScoreIsTheQuantile(int rows, int lost, int won)
    {
        var interval = PairedAccuracy.Interval(new PairedCounts(rows, lost, won), 0.95);
        Assert.AreEqual(1.959964, Score(rows, lost, won, interval.Low), 1e-3);
        Assert.AreEqual(-1.959964, Score(rows, lost, won, interval.High), 1e-3);
        Assert.AreEqual(0.95, interval.Level);
    }

    [TestMethod]
    public void Interval_OfTheOtherDirection_IsMirrored()
    {
        var interval = PairedAccuracy.Interval(new PairedCounts(500, 20, 5), 0.9);
        var mirrored = PairedAccuracy.Interval(new PairedCounts(500, 5, 20), 0.9);
        Assert.AreEqual(-interval.Low, mirrored.High, 1e-12);
        Assert.AreEqual(-interval.High, mirrored.Low, 1e-12);
    }

    [TestMethod]
    public void Interval_OfRowsThatAllDiffer_StaysInRange()
    {
        var interval = PairedAccuracy.Interval(new PairedCounts(10, 10, 0), 0.95);
        Assert.IsTrue(interval.Low is > 0.4 and < 1 && interval.High == 1, interval.ToString());
    }

    [TestMethod]
    [DataRow(10, 3, 756.0 / 8192)]
    [DataRow(3, 10, 756.0 / 8192)]
    [DataRow(0, 5, 2.0 / 32)]
    [DataRow(4, 4, 1.0)]
    [DataRow(0, 0, 1.0)]
    public void PValue_IsExact(int lost, int won, double expected) =>
        Assert.AreEqual(expected, PairedAccuracy.PValue(new PairedCounts(1000, lost, won)), 1e-12);

    [TestMethod]
    public void LossUpperBound_IsTheUpperEndOfTheIntervalWithTwiceTheTail()
    {
        var counts = new PairedCounts(2000, 25, 11);
        Assert.AreEqual(PairedAccuracy.Interval(counts, 0.9).High, PairedAccuracy.LossUpperBound(counts, 0.95), 1e-12);
    }

    [TestMethod]
    public void RowsNeeded_AreJustEnough()
    {
        var counts = new PairedCounts(1000, 12, 10);
        long rows = PairedAccuracy.RowsNeeded(counts, 0.005, 0.95)!.Value;
        double Bound(double n) => ScoreInterval.High(n, 0.012 * n, 0.010 * n, ScoreInterval.OneSided(0.95));
        Assert.IsTrue(Bound(rows) < 0.005 && Bound(rows - 1) >= 0.005, $"{rows}");
        Assert.IsTrue(rows is > 5000 and < 10000, $"{rows}");
    }

    [TestMethod]
    public void RowsNeeded_OfNoRowThatDiffers_IsTheRuleOfTheQuantile() =>
        Assert.AreEqual(538, PairedAccuracy.RowsNeeded(new PairedCounts(100, 0, 0), 0.005, 0.95)!.Value, 2);

    [TestMethod]
    [DataRow(20, 10, 0.01)]
    [DataRow(20, 5, 0.01)]
    public void RowsNeeded_WhereTheLossIsNoLessThanTheBudget_IsNull(int lost, int won, double budget) =>
        Assert.IsNull(PairedAccuracy.RowsNeeded(new PairedCounts(1000, lost, won), budget, 0.95));

    /// <summary>By the definition: the likeliest shares under a difference are searched for.</summary>
    private static double Score(double rows, double lost, double won, double difference)
    {
        double low = Math.Max(0, -difference);
        double high = (1 - difference) / 2;
        double Likelihood(double wonShare) => Term(lost, wonShare + difference) + Term(won, wonShare) + Term(rows - lost - won, 1 - (2 * wonShare) - difference);
        for (int i = 0; i < 200; i++)
        {
            double third = (high - low) / 3;
            (low, high) = Likelihood(low + third) < Likelihood(high - third) ? (low + third, high) : (low, high - third);
        }

        double variance = rows * ((2 * low) + difference - (difference * difference));
        return (lost - won - (rows * difference)) / Math.Sqrt(variance);
    }

    private static double Term(double count, double share) => count == 0 ? 0 : count * Math.Log(Math.Max(share, 1e-300));
}
