using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.FakeQuantization;

[TestClass]
public sealed class WeightFakeQuantizerTests
{
    private static readonly QuantizationParameters Input = new(0.02f, 0, QuantizedType.UInt8);

    [TestMethod]
    [DataRow(true, false, true, false)]
    [DataRow(true, false, false, true)]
    [DataRow(true, true, true, true)]
    [DataRow(false, false, true, false)]
    [DataRow(false, true, false, true)]
    public void WeightsAreRoundedAsTheExportedModelRoundsThem(bool perChannel, bool reduceRange, bool avoidSaturation, bool learned)
    {
        using var scope = NewDisposeScope();
        var target = (avoidSaturation ? QuantizationTarget.OnnxRuntimeX86 : QuantizationTarget.OnnxRuntimeX86Vnni).Definition;
        var settings = new QdqSettings
        {
            Target = target,
            Activations = new Dictionary<string, QuantizationParameters> { ["x"] = Input },
            PerChannel = perChannel,
            ReduceRange = reduceRange,
        };
        var random = new Random(5);
        float[] weights = [.. Enumerable.Range(0, 4 * 6 * 9).Select(_ => (float)random.NextDouble() - 0.3f)];
        var node = ModelBuilder.MakeNode("Conv", "x w", "y");
        var graph = new GraphProto { Initializer = { TensorData.Create<float>("w", weights, [4, 6, 3, 3]) }, Node = { node } };
        var source = NodeWeights.Read(node, new GraphIndex(graph), new OnnxModel(new ModelProto { Graph = graph }, "test.onnx"), settings);
        var quantized = QuantizedNodeWeights.Quantize(source, Input, settings);

        int highest = reduceRange ? 64 : 127;
        var start = new WeightsForTraining(node, quantized.Scales, source.OutputAxis) { Lowest = -highest, Highest = highest, IsPerChannel = perChannel, LargestPair = target.Numbers.LargestPair };
        var quantizer = new WeightFakeQuantizer(start, learned, CPU);
        float[] actual = quantizer.call(tensor(weights, [4, 6, 3, 3])).contiguous().data<float>().ToArray();

        for (int i = 0; i < weights.Length; i++)
        {
            float scale = quantized.Scales[perChannel ? i / 54 : 0];
            Assert.AreEqual(quantized.Values[i] * scale, actual[i], scale * 1e-4f, $"weight {i}");
        }
    }
}
