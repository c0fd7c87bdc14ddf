using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class ScaleCalculatorTests
{
    private static readonly (float Low, float High)[] Ranges = [(-1.5f, 3f), (0.25f, 4f), (-6f, -2f), (-3f, 1f), (-1e-9f, 1e-9f)];

    [TestMethod]
    [DataRow("UInt8", false, false, ".0176470596 85 .0156862754 0 .0235294122 255 .0156862754 191 7.84313673e-12 128")]
    [DataRow("UInt8", true, false, ".0235294122 128 .0313725509 128 .0470588244 128 .0235294122 128 7.84313673e-12 128")]
    [DataRow("UInt8", false, true, ".0354330726 42 .0314960629 0 .0472440943 127 .0314960629 95 1.57480314e-11 63")]
    [DataRow("Int8", false, false, ".0176470596 -43 .0156862754 -128 .0235294122 127 .0156862754 63 7.84313673e-12 0")]
    [DataRow("Int8", true, false, ".0236220472 0 .0314960629 0 .0472440943 0 .0236220472 0 7.87401568e-12 0")]
    [DataRow("Int8", true, true, ".046875 0 .0625 0 .09375 0 .046875 0 1.56249996e-11 0")]
    public void FromRange_GivesTheNumbersOfOnnxRuntime(string type, bool symmetric, bool reduceRange, string expected)
    {
        string[] numbers = expected.Split(' ');
        for (int i = 0; i < Ranges.Length; i++)
        {
            QuantizationParameters actual =
                ScaleCalculator.FromRange(Ranges[i].Low, Ranges[i].High, Enum.Parse<QuantizedType>(type), symmetric, reduceRange);
            Assert.AreEqual(float.Parse(numbers[2 * i]), actual.Scale, $"scale of {Ranges[i]}");
            Assert.AreEqual(int.Parse(numbers[(2 * i) + 1]), actual.ZeroPoint, $"zero point of {Ranges[i]}");
        }
    }

    [TestMethod]
    [DataRow(0f, 0f)]
    [DataRow(-0f, float.Epsilon)]
    [DataRow(-1e-38f, 1e-38f)]
    public void FromRange_GivesScaleOneForARangeTooSmall(float low, float high)
    {
        foreach (QuantizedType type in Enum.GetValues<QuantizedType>())
        {
            foreach (bool symmetric in new[] { false, true })
            {
                Assert.AreEqual(new QuantizationParameters(1f, 0, type), ScaleCalculator.FromRange(low, high, type, symmetric, false));
            }
        }
    }

    [TestMethod]
    public void FromRange_StandsTheWholeFloatRange()
    {
        QuantizationParameters actual = ScaleCalculator.FromRange(float.MinValue, float.MaxValue, QuantizedType.UInt8, false, false);
        Assert.AreEqual((float)(2.0 * float.MaxValue / 255), actual.Scale);
        Assert.AreEqual(128, actual.ZeroPoint);
    }

    [TestMethod]
    [DataRow(float.NaN, 1f)]
    [DataRow(0f, float.PositiveInfinity)]
    [DataRow(2f, 1f)]
    public void FromRange_RefusesWhatIsNoRange(float low, float high)
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => ScaleCalculator.FromRange(low, high, QuantizedType.Int8, true, false));
        StringAssert.Contains(error.Message, "two finite ends");
    }

    [TestMethod]
    public void QuantizationParameters_RepresentTheRangeTheyWereMadeFor()
    {
        QuantizationParameters unsigned = ScaleCalculator.FromRange(0f, 25.5f, QuantizedType.UInt8, false, false);
        Assert.AreEqual((0f, 25.5f), (unsigned.Minimum, unsigned.Maximum));
        QuantizationParameters signed = ScaleCalculator.FromRange(-127f, 3f, QuantizedType.Int8, true, false);
        Assert.AreEqual((-128f, 127f), (signed.Minimum, signed.Maximum));
        var moved = new QuantizationParameters(0.5f, 100, QuantizedType.UInt8);
        Assert.AreEqual((-50f, 77.5f), (moved.Minimum, moved.Maximum));
    }
}
