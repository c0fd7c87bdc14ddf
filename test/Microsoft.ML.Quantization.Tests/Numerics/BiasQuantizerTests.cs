using CsCheck;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class BiasQuantizerTests
{
    [TestMethod]
    public void Quantize_UsesInputScaleTimesWeightScale()
    {
        CollectionAssert.AreEqual(new[] { 80, -8 }, BiasQuantizer.Quantize([10f, -2f], 0.5f, [0.25f, 0.5f]));
        CollectionAssert.AreEqual(new[] { 80, -16, 0 }, BiasQuantizer.Quantize([10f, -2f, 0f], 0.5f, [0.25f]));
    }

    [TestMethod]
    public void Quantize_RoundsHalfToEvenAndSaturates()
    {
        CollectionAssert.AreEqual(
            new[] { 0, 2, 2, -2, int.MaxValue, int.MinValue },
            BiasQuantizer.Quantize([0.5f, 1.5f, 2.5f, -1.5f, 1e20f, -1e20f], 1f, [1f]));
    }

    [TestMethod]
    public void MinimumWeightScale_KeepsEveryBiasInsideTheIntegers()
    {
        Gen.Select(Gen.Float[-1e6f, 1e6f], Gen.Float[1e-6f, 1e3f]).Sample((bias, inputScale) =>
        {
            float weightScale = BiasQuantizer.MinimumWeightScale(bias, inputScale);
            float scale = BiasQuantizer.Scale(inputScale, weightScale);
            Assert.IsGreaterThanOrEqualTo(ScaleCalculator.SmallestScale, scale);
            int quantized = BiasQuantizer.Quantize([bias], inputScale, [weightScale])[0];
            Assert.IsLessThan(int.MaxValue, Math.Abs((long)quantized));
            Assert.AreEqual(bias, quantized * (double)scale, (Math.Abs(bias) * 1e-6) + ScaleCalculator.SmallestScale);
        });
    }

    [TestMethod]
    public void MinimumWeightScale_IsTheScaleAtWhichTheBiasJustFits()
    {
        float weightScale = BiasQuantizer.MinimumWeightScale(1000f, 0.01f);
        Assert.AreEqual(1000.0 / 0.01 / int.MaxValue * 1.0001, weightScale, weightScale * 1e-6);
    }

    [TestMethod]
    public void Quantize_RefusesWhatDoesNotFit()
    {
        Assert.ThrowsExactly<ArgumentException>(() => BiasQuantizer.Quantize([1f, 2f, 3f], 1f, [1f, 1f]));
        Assert.ThrowsExactly<ArgumentException>(() => BiasQuantizer.Quantize([float.NaN], 1f, [1f]));
    }
}
