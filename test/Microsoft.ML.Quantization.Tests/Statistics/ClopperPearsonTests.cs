using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Tests.Statistics;

[TestClass]
public sealed class ClopperPearsonTests
{
    [TestMethod]
    public void Interval_IsTheBetaQuantiles()
    {
        var interval = ClopperPearson.Interval(10, 100, 0.95);
        Assert.AreEqual(MathNet.Numerics.Distributions.Beta.InvCDF(10, 91, 0.025), interval.Low, 1e-7);
        Assert.AreEqual(MathNet.Numerics.Distributions.Beta.InvCDF(11, 90, 0.975), interval.High, 1e-7);
        Assert.AreEqual(0.0490047, interval.Low, 1e-6);
        Assert.AreEqual(0.1762226, interval.High, 1e-6);
    }

    [TestMethod]
    public void UpperBound_OfNoHit_IsTheRootOfTheTail() => Assert.AreEqual(1 - Math.Pow(0.05, 1.0 / 300), ClopperPearson.UpperBound(0, 300, 0.95), 1e-12);

    [TestMethod]
    public void Bounds_OfNothingButHits_AreOneAndTheRootOfTheTail()
    {
        Assert.AreEqual(1.0, ClopperPearson.UpperBound(300, 300, 0.95));
        Assert.AreEqual(Math.Pow(0.05, 1.0 / 300), ClopperPearson.LowerBound(300, 300, 0.95), 1e-12);
    }

    /// <summary>Of an even number of throws of a coin, half or fewer are heads in half of all cases and half of those with as many of both.</summary>
    [TestMethod]
    [DataRow(100)]
    [DataRow(5000)]
    [DataRow(2_000_000)]
    public void BinomialTail_KeepsItsDigitsForManyRows(int rows)
    {
        double n = rows;
        double both = Math.Sqrt(2 / (Math.PI * n)) * (1 - (1 / (4 * n)) + (1 / (32 * n * n)) + (5 / (128 * n * n * n)));
        Assert.AreEqual(0.5 + (both / 2), BinomialTail.AtMost(rows / 2, rows, 0.5), 5e-9);
    }

    [TestMethod]
    public void BinomialTail_AddsTheTermsOfTheDefinition()
    {
        double expected = 0;
        for (int k = 0; k <= 20; k++)
        {
            expected += MathNet.Numerics.SpecialFunctions.Binomial(30, k) * Math.Pow(0.6, k) * Math.Pow(0.4, 30 - k);
            Assert.AreEqual(expected, BinomialTail.AtMost(k, 30, 0.6), 1e-12, $"{k}");
        }
    }
}
