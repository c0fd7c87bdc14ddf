using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeCpu;

[TestClass]
public sealed class LeakyReluTests
{
    [TestMethod]
    public void InInt8_GivesItsDefinitionToTheStep()
    {
        using var sample = new OperatorRun("LeakyRelu");
        Assert.AreEqual(0, sample.StepsFromDefinition().Max());
    }

    [TestMethod]
    public void BetweenLayersThatGain_RunsInInt8_AndBehindTheLastInFloat()
    {
        var plan = QuantizerRun.Quantize(Model(), Rows(), new QuantizationOptions()).Plan;
        CollectionAssert.AreEqual(
            new[] { NodeRole.Convolution, NodeRole.Requantizing, NodeRole.Convolution, NodeRole.Float }, plan.Nodes.Select(node => node.Role).ToArray(), plan.ToString());
    }

    [TestMethod]
    public void Excluded_RunsInFloatBetweenInt8Layers()
    {
        var result = QuantizerRun.Quantize(Model(), Rows(), QuantizerRun.Everything with { ExcludedOperators = ["LeakyRelu"] });
        var fused = FusedNodes.Read(result.Model);
        CollectionAssert.AreEqual(
            new[] { "QLinearConv", "LeakyRelu", "QLinearConv", "LeakyRelu" }, result.Plan.Nodes.SelectMany(fused.NodesOf).Select(node => node.OpType).ToArray());
    }

    private static TensorValue[][] Rows() => QuantizerRun.Rows(4, 1, 64, 32, 32);

    private static ModelProto Model() => new Onnx.ModelBuilder(13).Input("x", 1, 64, 32, 32)
        .Weights("w", QuantizerRun.Uniform(new Random(2), 64 * 64 * 9, -0.1, 0.1), 64, 64, 3, 3)
        .Node("Conv", "x w", "a", SmallModels.Padded).Node("LeakyRelu", "a", "b").Node("Conv", "b w", "c", SmallModels.Padded).Node("LeakyRelu", "c", "y").Output("y").Build();
}
