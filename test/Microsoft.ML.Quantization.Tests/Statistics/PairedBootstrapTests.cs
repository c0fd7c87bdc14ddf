using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Tests.Statistics;

[TestClass]
public sealed class PairedBootstrapTests
{
    [TestMethod]
    [DataRow(300)]
    [DataRow(40_000)]
    public void Interval_IsTheSameForRowsInAnyOrder(int rows)
    {
        double[] values = Values(rows);
        var interval = PairedBootstrap.Interval(Table(values), Mean, 0.95, 200);
        Array.Reverse(values);
        Assert.AreEqual(interval, PairedBootstrap.Interval(Table(values), Mean, 0.95, 200));
    }

    /// <summary>The mean of many rows is as good as normal.</summary>
    [TestMethod]
    [DataRow(4000, 0.95, 1.96)]
    [DataRow(40_000, 0.95, 1.96)]
    [DataRow(4000, 0.8, 1.2816)]
    public void Interval_OfAMean_IsTheNormalOne(int rows, double level, double quantile)
    {
        double[] values = Values(rows);
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / rows / rows);
        var interval = PairedBootstrap.Interval(Table(values), Mean, level);
        Assert.AreEqual(quantile, (mean - interval.Low) / error, 0.12);
        Assert.AreEqual(quantile, (interval.High - mean) / error, 0.12);
    }

    [TestMethod]
    public void Interval_OfEqualRows_IsAPoint() =>
        Assert.AreEqual(new ConfidenceInterval(0.25, 0.25, 0.95), PairedBootstrap.Interval(Table([.. Enumerable.Repeat(0.25, 50)]), Mean, 0.95));

    [TestMethod]
    public void Interval_OfANumberThatMostDrawsDoNotHave_IsUnknown() =>
        Assert.IsTrue(double.IsNaN(PairedBootstrap.Interval(Table(Values(20)), sums => sums[0] > 0 ? double.NaN : sums[0], 0.95).Low));

    private static double Mean(double[] sums) => sums[0] / sums[1];

    private static double[] Values(int rows)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, rows).Select(_ => 1 + Simulation.Normal(random))];
    }

    private static RowTable Table(double[] values)
    {
        var table = new RowTable(2);
        Array.ForEach(values, value => table.Add(value, 1));
        return table;
    }
}
