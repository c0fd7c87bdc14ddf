using CsCheck;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class AffineQuantizerTests
{
    private static readonly float[] Special =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 0f, -0f, float.Epsilon, -float.Epsilon,
        1.1754942e-38f, 1e-40f, 0.5f, -0.5f, 1.5f, 2.5f, -1.5f, 126.5f, 127.5f, 128.5f, -128.5f, 254.5f, 255.5f, 0.49999997f,
    ];

    private static readonly Gen<float> Value = Gen.Frequency(
        (2, Gen.Int[0, Special.Length - 1].Select(i => Special[i])),
        (3, Gen.Float),
        (5, Gen.Int[-600, 600].Select(i => i * 0.5f)));

    private static readonly Gen<QuantizationParameters> Parameters =
        from type in Gen.Enum<QuantizedType>()
        from zeroPoint in Gen.Int[type == QuantizedType.UInt8 ? 0 : -128, type == QuantizedType.UInt8 ? 255 : 127]
        from scale in Gen.Frequency((2, Gen.Const(1f)), (1, Gen.Float[1e-38f, 1e30f]), (1, Gen.Float[0.001f, 2f]))
        select new QuantizationParameters(scale, zeroPoint, type);

    [TestMethod]
    public void Quantize_AgreesWithTheScalarDefinition()
    {
        Gen.Select(Value.Array[0, 300], Parameters).Sample((values, parameters) =>
        {
            var quantized = new byte[values.Length];
            AffineQuantizer.Quantize(values, parameters, quantized);
            CollectionAssert.AreEqual(values.Select(v => unchecked((byte)AffineQuantizer.Quantize(v, parameters))).ToArray(), quantized);
        });
    }

    [TestMethod]
    public void Dequantize_AgreesWithTheScalarDefinition()
    {
        // The last seven, which are no whole vector, are negative where they are signed.
        byte[] all = [.. Enumerable.Range(200, 256 + 7).Select(i => unchecked((byte)i))];
        Parameters.Sample(parameters =>
        {
            var values = new float[all.Length];
            AffineQuantizer.Dequantize(all, parameters, values);
            for (int i = 0; i < all.Length; i++)
            {
                int integer = parameters.Type == QuantizedType.Int8 ? unchecked((sbyte)all[i]) : all[i];
                float expected = AffineQuantizer.Dequantize(integer, parameters);
                Assert.AreEqual(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(values[i]));
            }
        });
    }

    [TestMethod]
    [DataRow(0.5f, 128)]
    [DataRow(1.5f, 130)]
    [DataRow(-0.5f, 128)]
    [DataRow(-1.5f, 126)]
    [DataRow(2.5000002f, 131)]
    [DataRow(-0f, 128)]
    [DataRow(1e30f, 255)]
    [DataRow(float.PositiveInfinity, 255)]
    [DataRow(float.NegativeInfinity, 0)]
    [DataRow(float.NaN, 0)]
    public void Quantize_RoundsHalfToEvenAndSaturates(float value, int expected)
    {
        var quantized = new byte[65];
        AffineQuantizer.Quantize(Enumerable.Repeat(value, 65).ToArray(), new QuantizationParameters(1f, 128, QuantizedType.UInt8), quantized);
        CollectionAssert.AreEqual(Enumerable.Repeat((byte)expected, 65).ToArray(), quantized);
    }

    [TestMethod]
    public void Quantize_IsUndoneWithinHalfAStep()
    {
        Gen.Select(Gen.Float[-3f, 5f].Array[1, 100], Gen.Enum<QuantizedType>(), Gen.Bool).Sample((values, type, symmetric) =>
        {
            QuantizationParameters parameters = ScaleCalculator.FromRange(-3f, 5f, type, symmetric, reduceRange: false);
            foreach (float value in values)
            {
                float back = AffineQuantizer.Dequantize(AffineQuantizer.Quantize(value, parameters), parameters);

                // The zero point is rounded, so an end of the range may be half a step outside.
                Assert.AreEqual(value, back, parameters.Scale * 1.001f);
                bool inside = value > parameters.Minimum && value < parameters.Maximum;
                Assert.IsTrue(!inside || Math.Abs(value - back) <= parameters.Scale * 0.5001f, $"{value} became {back}");
            }
        });
    }

    [TestMethod]
    public void Dequantize_OfSignedIntegersIsSigned()
    {
        var values = new float[3];
        AffineQuantizer.Dequantize(new sbyte[] { -128, 3, 127 }, new QuantizationParameters(0.5f, 3, QuantizedType.Int8), values);
        CollectionAssert.AreEqual(new[] { -65.5f, 0, 62 }, values);
    }

    [TestMethod]
    public void SpansOfDifferentLength_AreRefused()
    {
        var parameters = new QuantizationParameters(1f, 0, QuantizedType.Int8);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AffineQuantizer.Quantize([1f], parameters, new sbyte[2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => AffineQuantizer.Dequantize(new sbyte[2], parameters, new float[1]));
    }
}
