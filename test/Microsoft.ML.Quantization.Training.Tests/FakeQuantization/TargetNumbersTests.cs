using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.FakeQuantization;

/// <summary>That training rounds with the numbers of its target.</summary>
[TestClass]
public sealed class TargetNumbersTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Biases_AreRoundedWhereTheTargetRoundsThem(bool rounds)
    {
        using var scope = NewDisposeScope();
        float[] weights = [0.5f, -1f];
        var start = new WeightsForTraining(ModelBuilder.MakeNode("Gemm", "x w b", "y", ("transB", 1)), [1 / 127f], 0) { Lowest = -127, Highest = 127, HasIntegerBias = rounds };
        var quantizer = new WeightFakeQuantizer(start, learned: false, CPU);
        quantizer.call(tensor(weights, [1, 2]));
        float rounded = quantizer.RoundBias(tensor(new[] { 0.123f }), inputScale: 1).data<float>()[0];
        Assert.AreEqual(rounds ? 16 / 127f : 0.123f, rounded, 1e-7f);
    }

    [TestMethod]
    public void SignedActivations_AreRoundedAsUnsignedOnes()
    {
        using var scope = NewDisposeScope();
        var unsigned = new ActivationFakeQuantizer(new QuantizationParameters(0.02f, 100, QuantizedType.UInt8), CPU);
        var signed = new ActivationFakeQuantizer(new QuantizationParameters(0.02f, -28, QuantizedType.Int8), CPU);
        var values = tensor([.. Enumerable.Range(-300, 601).Select(i => i / 77f)]);
        Assert.AreEqual(unsigned.Range, signed.Range);
        CollectionAssert.AreEqual(unsigned.call(values).data<float>().ToArray(), signed.call(values).data<float>().ToArray());
    }
}
