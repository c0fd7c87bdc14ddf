using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class ProductBinTests
{
    /// <summary>Rows whose largest value is from 1/16 to just below 16, as most activations have it, are added up in one bin.</summary>
    [TestMethod]
    [DataRow(1f / 16, 0)]
    [DataRow(0.99f, 0)]
    [DataRow(1f, 0)]
    [DataRow(15.99f, 0)]
    [DataRow(16f, 1)]
    [DataRow(0.06f, -1)]
    [DataRow(1e30f, 12)]
    public void Of_TakesRowsOfLikeSizeTogether(float largest, int expected) => Assert.AreEqual(expected, ProductBin.Of(InputCovariance.Exponent(largest)!.Value));

    [TestMethod]
    public void Unit_IsNoLargerThanThatOfAnyRowOfTheBin()
    {
        for (int exponent = -100; exponent <= 128; exponent++)
        {
            int bin = ProductBin.Of(exponent);
            Assert.IsTrue(exponent - WindowSamples.Bits - ProductBin.Unit(bin) is >= 0 and < 8, $"{exponent}");
            Assert.AreEqual(bin, ProductBin.OfUnit(ProductBin.Unit(bin)));
            Assert.IsNull(ProductBin.OfUnit(ProductBin.Unit(bin) + 1));
        }

        Assert.IsNull(ProductBin.OfUnit(long.MaxValue));
        Assert.IsNull(ProductBin.OfUnit(long.MinValue + 1));
    }
}
