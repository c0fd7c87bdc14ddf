using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

[TestClass]
public sealed class ErrorGainTests
{
    /// <summary>The spread that leaving out each row tells is that of the mean over the rows.</summary>
    [TestMethod]
    public void IsClear_WhereTheMeanIsThreeDeviationsFromTheMargin()
    {
        var random = new Random(4);
        double[] rows = [.. Enumerable.Range(0, 64).Select(_ => 0.9 + (0.2 * random.NextDouble()))];
        double mean = rows.Average();
        double deviation = Math.Sqrt(rows.Sum(value => Math.Pow(value - mean, 2)) / (rows.Length - 1) / rows.Length);

        // In decibels a small change is this many times the change of the ratio.
        double decibels = 10 / Math.Log(10) / mean * deviation;
        foreach (double away in new[] { -3.3, -2.7, 2.7, 3.3 })
        {
            double before = mean * Math.Pow(10, ((away * decibels) - (10 * Math.Log10(0.95))) / 10);
            Assert.AreEqual(Math.Abs(away) > 3, IsClear([before], [mean], row => ([before], [Without(rows, row)]), rows.Length), $"{away}");
        }
    }

    [TestMethod]
    public void IsClear_NotWhereANumberIsMissing() =>
        Assert.IsFalse(IsClear([1], [double.NaN], _ => ([1], [double.NaN]), 40));

    [TestMethod]
    public void IsClear_WhereNothingChanges() => Assert.IsTrue(IsClear([1], [1], _ => ([1], [1]), 40));

    /// <summary>One part that loses refuses all, however much the others gain.</summary>
    [TestMethod]
    [DataRow(1.3, true)]
    [DataRow(1.1, false)]
    public void IsClear_WhereAPartLoses(double second, bool expected)
    {
        double[] After(int row) => [0.5, second + ((row % 2 == 0 ? 0.2 : -0.2) / 40)];
        Assert.AreEqual(expected, IsClear([1, 1], [0.5, second], row => ([1, 1], After(row)), 40));
    }

    private static double Without(double[] rows, int left) => rows.Where((_, row) => row != left).Average();

    private static bool IsClear(double[] before, double[] after, Func<int, (double[], double[])> without, int rows) =>
        ErrorGain.IsClear(before, after, [.. Enumerable.Range(0, rows).Select(without)]);
}
