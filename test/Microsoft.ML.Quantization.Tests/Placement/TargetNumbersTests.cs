using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class TargetNumbersTests
{
    [TestMethod]
    public void Activation_IsUnsignedUnlessToldOtherwise() =>
        Assert.AreEqual(new QuantizationParameters(0.1f, 55, QuantizedType.UInt8), new TargetNumbers().Activation(-5.5f, 20f));

    /// <summary>A zero point is rounded as that of unsigned integers, half to even.</summary>
    [TestMethod]
    [DataRow(0.5f, -128)]
    [DataRow(1.5f, -126)]
    [DataRow(2.5f, -126)]
    [DataRow(3.5f, -124)]
    public void Activation_OfSignedIntegersIsTheUnsignedMoved(float below, int zeroPoint)
    {
        var numbers = new TargetNumbers { Activations = QuantizedType.Int8 };
        Assert.AreEqual(new QuantizationParameters(1f, zeroPoint, QuantizedType.Int8), numbers.Activation(-below, 255 - below));
    }

    [TestMethod]
    public void Activation_OfSymmetricTargetsHasZeroPointZero() =>
        Assert.AreEqual(new QuantizationParameters(2f, 0, QuantizedType.Int8), new TargetNumbers { HasSymmetricActivations = true }.Activation(-1f, 254f));
}
