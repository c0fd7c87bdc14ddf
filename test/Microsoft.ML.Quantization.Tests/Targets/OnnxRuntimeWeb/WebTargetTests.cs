using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Microsoft.ML.Quantization.Tests.Targets.OnnxRuntimeWeb;

[TestClass]
public sealed class WebTargetTests
{
    private const int Wide = 96;

    private static readonly QuantizationOptions Default = new() { Target = QuantizationTarget.OnnxRuntimeWeb };

    /// <summary>The block of MobileNet: wide layers over points, which gain, around one that is slower in INT8 in WebAssembly.</summary>
    [TestMethod]
    [DataRow(14)]
    [DataRow(28)]
    public void DepthwiseConvolutions_StayInFloat_BetweenOthersToo(int side)
    {
        var plan = QuantizerRun.Quantize(Block(side), QuantizerRun.Rows(4, 1, 32, side, side), Default).Plan;
        Assert.AreEqual(NodeRole.Float, plan.Nodes.Single(node => node.Name == "depthwise").Role, plan.ToString());
        var everywhere = QuantizerRun.Quantize(Block(side), QuantizerRun.Rows(4, 1, 32, side, side), Default with { OnlyWhereFaster = false }).Plan;
        Assert.AreEqual(NodeRole.Convolution, everywhere.Nodes.Single(node => node.Name == "depthwise").Role, "INT8 is asked for wherever it can be");
    }

    [TestMethod]
    public void WideConvolutions_RunInInt8()
    {
        var model = new Onnx.ModelBuilder(13).Input("x", 1, 64, 28, 28)
            .Weights("w", QuantizerRun.Uniform(new Random(2), 64 * 64 * 9, -0.1, 0.1), 64, 64, 3, 3)
            .Node("Conv", "x w", "a", SmallModels.Padded).Node("Relu", "a", "b").Node("Conv", "b w", "y", SmallModels.Padded).Output("y").Build();
        var plan = QuantizerRun.Quantize(model, QuantizerRun.Rows(4, 1, 64, 28, 28), Default).Plan;
        Assert.AreEqual(2, plan.Nodes.Count(node => node.Role == NodeRole.Convolution), plan.ToString());
    }

    [TestMethod]
    public void TheFile_IsThatOfX86_WhereTheSameNodesRunInInt8()
    {
        var rows = QuantizerRun.Rows(4, SmallModels.Image);
        var x86 = QuantizerRun.Quantize(SmallModels.Residual(), rows);
        var web = QuantizerRun.Quantize(SmallModels.Residual(), rows, Default with { OnlyWhereFaster = false });
        CollectionAssert.AreEqual(x86.Model.Graph.Node.ToArray(), web.Model.Graph.Node.ToArray());
        CollectionAssert.AreEqual(x86.Model.Graph.Initializer.ToArray(), web.Model.Graph.Initializer.ToArray());
        StringAssert.Contains(string.Join("\n", web.Report.Value.Warnings), "times in WebAssembly");
    }

    [TestMethod]
    [DataRow("mobilenetv2_imagenet_fp32.onnx")]
    [DataRow("squeezenet1.1_imagenet_fp32.onnx")]
    [DataRow("resnet20_cifar10_fp32.onnx")]
    [DataRow("resnet8_cifar10_fp32.onnx")]
    [DataRow("kws_dscnn_fp32.onnx")]
    [DataRow("mnist_cntk_opset8.onnx")]
    [DataRow("ad01_autoencoder_fp32.onnx")]
    [DataRow("super_resolution_x3_fp32.onnx")]
    [DataRow("ultraface_rfb320.onnx")]
    [DataRow("minibert_sst2_fp32_opset17.onnx")]
    public void Plans_CostNoMoreThanFloat(string name)
    {
        using var model = OnnxModelReader.Load(SharedAssets.Model(name));
        using var prepared = ModelPreparer.Prepare(model);
        var rules = QuantizationTarget.OnnxRuntimeWeb.Definition.Rules;
        var shapes = TypicalShapes.Infer(prepared);
        var plan = NodePlacement.Plan(prepared.Graph, rules, new PlacementRequest([], [], true), shapes);
        Assert.IsLessThanOrEqualTo(0, new PlanTime(prepared.Graph, rules, shapes, countsNodes: false).Estimate(plan));
        Assert.IsFalse(plan.Nodes.Any(node => node.IsQuantized && IsDepthwise(prepared.Graph.Node.Single(each => each.Name == node.Name))), plan.ToString());
    }

    [TestMethod]
    public void SmallModels_GiveInWebAssemblyWhatTheyGiveHere()
    {
        var rows = QuantizerRun.Rows(8, SmallModels.Image);
        foreach (var model in new[] { SmallModels.Residual(), SmallModels.Concat(), SmallModels.ConvClip(), SmallModels.TwoOutputs() })
        {
            AssertAlike(QuantizerRun.Quantize(model, rows, Default with { OnlyWhereFaster = false }), rows, 35);
        }

        var vectors = QuantizerRun.Rows(8, SmallModels.Vector);
        AssertAlike(QuantizerRun.Quantize(SmallModels.Gemm(), vectors, Default with { OnlyWhereFaster = false }), vectors, 60);
    }

    [TestMethod]
    public void RealModels_GiveInWebAssemblyWhatTheyGiveHere()
    {
        var images = RealData.Cifar("cifar10_test_batch.bin.gz", 60, normalized: false);
        var result = PostTrainingQuantizer.Run(SharedAssets.Model("resnet8_cifar10_fp32.onnx"), RealData.Cifar("cifar10_calib1000.bin.gz", 100, normalized: false), Default, new QuantizerRun.Messages());
        AssertAlike(result, images, 28);
        var photos = RealData.ImageNet("data", "imagenet_val650", 6);
        var everywhere = Default with { OnlyWhereFaster = false };
        AssertAlike(PostTrainingQuantizer.Run(SharedAssets.Model("squeezenet1.1_imagenet_fp32.onnx"), RealData.ImageNet("data", "imagenet_calib500", 20), everywhere, new QuantizerRun.Messages()), photos, 60);
    }

    private static bool IsDepthwise(NodeProto node) => node.OpType == "Conv" && node.Integer("group", 1) > 1;

    private static void AssertAlike(QuantizationResult result, TensorValue[][] rows, double decibels)
    {
        float[][][] actual = Needed.Runtime(() => WebRuntime.Score(result.Model, rows));
        using var run = new SampleRun(result.Model);
        double signal = 0, noise = 0;
        foreach (var (expected, given) in rows.Zip(actual, (row, outputs) => (run.Outputs(row), outputs)))
        {
            foreach (var (one, other) in expected.Zip(given).SelectMany(pair => pair.First.Zip(pair.Second)))
            {
                signal += (double)one * one;
                noise += Math.Pow(one - (double)other, 2);
            }
        }

        Assert.IsGreaterThan(decibels, noise == 0 ? 200 : 10 * Math.Log10(signal / noise));
    }

    private static ModelProto Block(int side)
    {
        var random = new Random(3);
        var model = new Onnx.ModelBuilder(13).Input("x", 1, 32, side, side)
            .Weights("expand", QuantizerRun.Uniform(random, Wide * 32, -0.2, 0.2), Wide, 32, 1, 1)
            .Weights("each", QuantizerRun.Uniform(random, Wide * 9, -0.3, 0.3), Wide, 1, 3, 3)
            .Weights("project", QuantizerRun.Uniform(random, 32 * Wide, -0.2, 0.2), 32, Wide, 1, 1)
            .Node("Conv", "x expand", "a").Node("Relu", "a", "b").Node("Conv", "b each", "c", ("group", Wide), SmallModels.Padded).Node("Relu", "c", "d").Node("Conv", "d project", "y")
            .Output("y").Build();
        model.Graph.Node.Single(node => node.Output[0] == "c").Name = "depthwise";
        return model;
    }
}
