using System.Runtime.Intrinsics.X86;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class OnnxRuntimeAgreementTests
{
    /// <summary>ONNX leaves NaN open; what is compared is ONNX Runtime on x86, in the vectors and behind them.</summary>
    private static readonly float[] NaN = X86Base.IsSupported ? [.. Enumerable.Repeat(float.NaN, 33)] : [];

    [TestMethod]
    [DataRow("UInt8", 0.1f, 128)]
    [DataRow("UInt8", 0.0371f, 3)]
    [DataRow("UInt8", 1f, 0)]
    [DataRow("Int8", 0.5f, 0)]
    [DataRow("Int8", 0.0123f, -128)]
    public void AffineQuantizer_DoesWhatOnnxRuntimeDoes(string type, float scale, int zeroPoint)
    {
        var parameters = new QuantizationParameters(scale, zeroPoint, Enum.Parse<QuantizedType>(type));
        float[] values =
        [
            .. Enumerable.Range(-1200, 2400).Select(i => i * 0.25f * scale), .. GoldenData.Sequence(1000, 5),
            float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -0f, .. NaN,
        ];
        TensorProto zero = parameters.Type == QuantizedType.UInt8
            ? TensorData.Create<byte>("z", [(byte)zeroPoint], [])
            : TensorData.Create<sbyte>("z", [(sbyte)zeroPoint], []);
        OnnxModel model = new ModelBuilder(13).Input("x", values.Length).Output("y").Weights("s", [scale]).Weights(zero)
            .Node("QuantizeLinear", "x s z", "q").Node("DequantizeLinear", "q s z", "y").Model();
        float[] expected = (float[])ModelRunner.Run(model, (_, _, _) => values)["y"];

        var quantized = new byte[values.Length];
        AffineQuantizer.Quantize(values, parameters, quantized);
        var actual = new float[values.Length];
        AffineQuantizer.Dequantize(quantized, parameters, actual);
        CollectionAssert.AreEqual(expected, actual);
    }
}
