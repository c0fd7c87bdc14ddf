using CsCheck;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeX86;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeX86;

[TestClass]
public sealed class SaturationBoundTests
{
    [TestMethod]
    [DataRow(64, 64, false)]
    [DataRow(64, 65, true)]
    [DataRow(127, 1, false)]
    [DataRow(127, 2, true)]
    [DataRow(-64, -64, false)]
    [DataRow(-64, -65, true)]
    [DataRow(-128, 0, false)]
    [DataRow(-128, -1, true)]
    [DataRow(127, -128, false)]
    public void CanSaturate_KnowsTheLimitOfAPair(int first, int second, bool expected)
    {
        Assert.AreEqual(expected, SaturationBound.CanSaturate([(sbyte)first, (sbyte)second]));
    }

    [TestMethod]
    public void CanSaturate_PairsEvenWithTheNextOdd()
    {
        Assert.IsFalse(SaturationBound.CanSaturate([1, 127, 127, 1]));
        Assert.IsTrue(SaturationBound.CanSaturate([0, 0, 127, 127]));
        Assert.IsFalse(SaturationBound.CanSaturate([0, 127, 127]));
    }

    [TestMethod]
    public void CanSaturate_AgreesWithTryingTheExtremeActivations()
    {
        Gen.SByte.Array[8].Sample(row =>
        {
            bool expected = Enumerable.Range(0, 4).Any(pair => (from a in new[] { 0, 255 }
                                                               from b in new[] { 0, 255 }
                                                               select (a * row[2 * pair]) + (b * row[(2 * pair) + 1]))
                .Any(sum => sum is > short.MaxValue or < short.MinValue));
            Assert.AreEqual(expected, SaturationBound.CanSaturate(row));
        });
    }
}
