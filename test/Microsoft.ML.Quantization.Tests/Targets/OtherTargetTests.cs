using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Targets;

/// <summary>That everything which depends on the target asks it.</summary>
[TestClass]
public sealed class OtherTargetTests
{
    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(8, SmallModels.Image);
    private static readonly QuantizationOptions Options = new() { Target = OtherTarget.Instance };

    [TestMethod]
    public void Rules_DecideWhatRunsInInt8AndItsRanges()
    {
        var result = QuantizerRun.Quantize(Model(), Rows, Options);
        CollectionAssert.AreEqual(
            new[] { NodeRole.Float, NodeRole.Convolution, NodeRole.Attached, NodeRole.SameScale, NodeRole.Convolution, NodeRole.Requantizing },
            result.Plan.Nodes.Select(node => node.Role).ToArray());
        StringAssert.Contains(result.Plan.Nodes[0].Reason, "no rule for Neg");
        result.Calibration.TryGetTensor("y", out var softmax);
        Assert.AreEqual((0f, 1f), (softmax!.Low, softmax.High));
    }

    [TestMethod]
    public void Rules_DecideWhetherTablesAreStoredInInt8()
    {
        var model = new ModelBuilder(13).Input("x", DataType.Int64, 1, 2).Weights("t", QuantizerRun.Uniform(new Random(1), 8192), 512, 16)
            .Node("Gather", "t x", "y").Output("y").Build();
        var rows = new[] { new[] { new TensorValue("x", new long[] { 3, 4 }, [1, 2]) } };
        Assert.IsFalse(QuantizerRun.Quantize(model, rows, new QuantizationOptions()).Plan.ChangesNothing);
        Assert.IsTrue(QuantizerRun.Quantize(model, rows, Options).Plan.ChangesNothing);
    }

    [TestMethod]
    public void Numbers_AreThoseOfTheTarget()
    {
        var model = QuantizerRun.Quantize(Model(), Rows, Options).Model;
        var graph = new GraphIndex(model.Graph);
        var quantizing = model.Graph.Node.Where(node => node.OpType == "QuantizeLinear").ToArray();
        Assert.HasCount(5, quantizing);
        Assert.IsTrue(quantizing.All(node => graph.Initializer(node.Input[2]) is { DataType: (int)DataType.Int8 } zero && TensorData.SignedBytes(zero)[0] == 0));
        Assert.AreEqual(1 / 127f, TensorData.Floats(graph.Initializer(quantizing[^1].Input[1])!)[0]);
        foreach (var (node, scales) in new[] { ("Conv", SmallModels.Channels), ("Gemm", 1) })
        {
            var layer = model.Graph.Node.Single(each => each.OpType == node);
            var weights = graph.Producer(layer.Input[1])!;
            Assert.HasCount(scales, TensorData.Floats(graph.Initializer(weights.Input[1])!));
            Assert.AreEqual(64, TensorData.SignedBytes(graph.Initializer(weights.Input[0])!).ToArray().Max(value => Math.Abs((int)value)));
            Assert.AreEqual((int)DataType.Float, graph.Initializer(layer.Input[2])!.DataType);
        }
    }

    [TestMethod]
    public void Writer_KeepsTheReluAndPutsBarriers()
    {
        var model = QuantizerRun.Quantize(Model(), Rows, Options).Model;
        var graph = new GraphIndex(model.Graph);
        var relu = model.Graph.Node.Single(node => node.OpType == "Relu");
        Assert.AreEqual("Conv", graph.Producer(relu.Input[0])!.OpType);
        Assert.AreEqual("QuantizeLinear", graph.Consumers(relu.Output[0]).Single().Node.OpType);
        var barrier = model.Graph.Node.Single(node => node.OpType == "Max");
        Assert.AreEqual("Neg", graph.Producer(barrier.Input[0])!.OpType);
    }

    [TestMethod]
    public void Checks_TellWhatFusedAndWarn()
    {
        var report = QuantizerRun.Quantize(Model(), Rows, Options).Report.Value;
        CollectionAssert.Contains(report.Warnings.ToArray(), OtherTarget.Warning);
        Assert.IsTrue(report.Nodes.Where(node => node.IsQuantized).All(node => node.IsFused));
        Assert.AreEqual(1 / 127f, report.Tensors.Single(tensor => tensor.Name == "y").Scale);
    }

    [TestMethod]
    public void Scores_AreCloseToFloat() => Assert.IsLessThan(0.02, QuantizerRun.LargestErrors(Model(), QuantizerRun.Quantize(Model(), Rows, Options), Rows)[0]);

    [TestMethod]
    public void MixedPrecision_RoundsAsTheTargetDoes()
    {
        var messages = new QuantizerRun.Messages();
        using var file = new ModelFile(Model());
        using var model = ObservedModel.Create(file.Path, Rows, [Options], messages, MixedPrecisionSearch.Observed(Options));
        var calibrated = model.Calibrate(Options, messages);
        var settings = calibrated.Settings with { BiasCorrections = calibrated.Corrections() };
        var noisy = new NoisyModel(calibrated.Prepared, calibrated.Plan, settings).With(NoiseMap.SourcesOf(calibrated));
        foreach (string layer in new[] { "Conv", "Gemm" })
        {
            Assert.AreEqual(Bias(calibrated.Rewrite().Graph, layer), Bias(noisy.Graph, layer));
        }

        Assert.HasCount(3, MixedPrecisionSearch.Run(model, calibrated, messages).Layers);
    }

    private static string Bias(GraphProto graph, string layer)
    {
        string name = graph.Node.Single(node => node.OpType == layer).Input[2];
        return string.Join(' ', TensorData.Floats(graph.Initializer.Single(tensor => tensor.Name == name)));
    }

    private static ModelProto Model() => SmallModels.Images()
        .Weights("g", QuantizerRun.Uniform(new Random(6), SmallModels.Channels * 36 * 4, -0.1, 0.1), SmallModels.Channels * 36, 4)
        .Weights("h", QuantizerRun.Uniform(new Random(7), 4), 4)
        .Node("Neg", "x", "n").Node("Conv", "n w b", "c", SmallModels.Padded).Node("Relu", "c", "r").Node("Flatten", "r", "f")
        .Node("Gemm", "f g h", "l").Node("Softmax", "l", "y").Output("y").Build();
}
