using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML;
using Microsoft.ML.Quantization.Targets.CoreML.Format;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>What is in a package, and what is refused.</summary>
[TestClass]
public sealed class CoreMLPackageTests
{
    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(4, SmallModels.Image);

    [TestMethod]
    public void Pairs_StandBeforeAndBehindTheLayers_BehindTheirActivations()
    {
        string[] pair = ["quantize", "dequantize"];
        CollectionAssert.AreEqual(
            (string[])[.. pair, "conv", "relu", .. pair, "conv", .. pair, "add", "relu", .. pair, "conv", .. pair],
            CoreMLRun.Write(Quantize(SmallModels.Residual())).Operations);
        var dense = QuantizerRun.Quantize(SmallModels.Gemm(), QuantizerRun.Rows(8, SmallModels.Vector), Options);
        CollectionAssert.AreEqual((string[])[.. pair, "linear", .. pair], CoreMLRun.Write(dense.Model).Operations);
    }

    [TestMethod]
    [DataRow("LeakyRelu", "leaky_relu")]
    [DataRow("Sigmoid", "sigmoid")]
    [DataRow("Tanh", "tanh")]
    public void OtherActivations_StayWithTheirLayerToo(string activation, string operation)
    {
        string[] pair = ["quantize", "dequantize"];
        var model = SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded).Node(activation, "c", "a").Node("Conv", "a w2 b", "y", SmallModels.Padded).Output("y").Build();
        CollectionAssert.AreEqual((string[])[.. pair, "conv", operation, .. pair, "conv", .. pair], CoreMLRun.Write(Quantize(model)).Operations);
    }

    /// <summary>What other tests allocate at the same time would count.</summary>
    [TestMethod]
    [DoNotParallelize]
    public void Writing_TakesLessThanThreeTimesTheModel()
    {
        const int Width = 1024;
        var builder = new ModelBuilder(13).Input("x", 1, Width);
        for (int i = 0; i < 4; i++)
        {
            builder.Weights($"w{i}", QuantizerRun.Uniform(new Random(i), Width * Width, -0.05, 0.05), Width, Width).Node("MatMul", $"{(i == 0 ? "x" : $"t{i}")} w{i}", i == 3 ? "y" : $"t{i + 1}");
        }

        var model = QuantizerRun.Quantize(builder.Output("y").Build(), QuantizerRun.Rows(2, 1, Width), Options).Model;
        using var folder = new TemporaryFolder();
        var writer = new CoreMLWriter(new CoreMLOptions());
        writer.Save(model, folder.File("first.mlpackage"));
        long before = GC.GetTotalAllocatedBytes(precise: true);
        writer.Save(model, folder.File("model.mlpackage"));
        Assert.IsLessThan(3 * model.Bytes, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    [TestMethod]
    public void Ends_AreFloat_AndCastWhereTheProgramHasHalves()
    {
        var program = CoreMLRun.Write(Quantize(SmallModels.Conv()), new CoreMLOptions());
        CollectionAssert.AreEqual((string[])["cast", "quantize", "dequantize", "conv", "quantize", "dequantize", "cast"], program.Operations);
        var conv = program.Block.Operations.Single(operation => operation.Type == "conv");
        Assert.AreEqual(MilDataType.Float16, conv.Outputs[0].Type.TensorType.DataType);
    }

    [TestMethod]
    public void Weights_AreInt8WithAScaleAChannel()
    {
        foreach (var (target, type) in new[] { (CoreMLDeploymentTarget.IOS17, "constexpr_affine_dequantize"), (CoreMLDeploymentTarget.IOS18, "constexpr_blockwise_shift_scale") })
        {
            var weights = CoreMLRun.Write(Quantize(SmallModels.Conv()), CoreMLRun.Exact with { MinimumDeploymentTarget = target }).Block.Operations.Single(operation => operation.Type == type);
            var scale = target == CoreMLDeploymentTarget.IOS17 ? weights.Attributes["scale"] : weights.Inputs["scale"].Arguments.Single().Value;
            Assert.AreEqual(8ul, scale.Type.TensorType.Dimensions[0].Constant.Size);
        }
    }

    [TestMethod]
    public void Description_SaysWhatItIs_WithTheModelsOwnNames()
    {
        var program = CoreMLRun.Write(Quantize(SmallModels.TwoOutputs()));
        var description = program.Model.Description;
        Assert.AreEqual("x", description.Input.Single().Name);
        CollectionAssert.AreEqual(new[] { "y", "z" }, description.Output.Select(output => output.Name).ToArray());
        CollectionAssert.AreEqual(new long[] { 1, 8, 6, 6 }, description.Output[0].Type.MultiArrayType.Shape);
        Assert.AreEqual("Microsoft.ML.Quantization", description.Metadata.Author);
        StringAssert.Contains(description.Metadata.ShortDescription, "INT8");
        StringAssert.Contains(description.Metadata.UserDefined["mlq.options"], "target=CoreML");
    }

    [TestMethod]
    public void Names_ThatTheFormatDoesNotAllow_BecomeSuchThatItDoes()
    {
        var model = new ModelBuilder(13).Input("input.1:0", 1, 16).Weights("w", QuantizerRun.Uniform(new Random(3), 96), 16, 6).Weights("w/2", QuantizerRun.Uniform(new Random(4), 36), 6, 6)
            .Node("MatMul", "input.1:0 w", "7").Node("MatMul", "7 w/2", "input_1:0").Output("7").Output("input_1:0").Build();
        var result = QuantizerRun.Quantize(model, QuantizerRun.Rows("input.1:0", 8, -1, 1, 1, 16), Options);
        var description = CoreMLRun.Write(result.Model).Model.Description;
        Assert.AreEqual("input_1_0", description.Input.Single().Name);
        CollectionAssert.AreEqual(new[] { "_7", "input_1_0_1" }, description.Output.Select(output => output.Name).ToArray());
        StringAssert.Contains(description.Input.Single().ShortDescription, "'input.1:0'");
    }

    [TestMethod]
    public void TheSameModel_GivesTheSameBytes()
    {
        var model = Quantize(SmallModels.Concat());
        using var folder = new TemporaryFolder();
        var writer = new CoreMLWriter(new CoreMLOptions());
        writer.Save(model, folder.File("one.mlpackage"));
        writer.Save(model, folder.File("two.mlpackage"));
        string[] files = [.. Directory.GetFiles(folder.File("one.mlpackage"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.HasCount(3, files);
        foreach (string file in files)
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace("one.mlpackage", "two.mlpackage", StringComparison.Ordinal)), file);
        }
    }

    [TestMethod]
    public void AFreeSize_IsAskedForByName()
    {
        var proto = SmallModels.ConvRelu();
        proto.Graph.Input[0].Type.TensorType.Shape.Dim[2] = new TensorShapeProto.Types.Dimension { DimParam = "height" };
        var model = Quantize(proto);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => CoreMLRun.Write(model)).Message, "new CoreMLOptions { Dimensions = new Dictionary<string, int> { [\"height\"]");
        var program = CoreMLRun.Write(model, CoreMLRun.Exact with { Dimensions = new Dictionary<string, int> { ["height"] = 10 } });
        CollectionAssert.AreEqual(new long[] { 1, 8, 10, 6 }, program.Model.Description.Output[0].Type.MultiArrayType.Shape);
    }

    [TestMethod]
    [DataRow("Selu", "(Selu)", DisplayName = "an operator without a form")]
    [DataRow("MaxPool", "a pool with gaps", DisplayName = "a pool with gaps")]
    [DataRow("Slice", "goes backwards", DisplayName = "a slice that goes backwards")]
    [DataRow("Cast", "of type int32", DisplayName = "integers")]
    [DataRow("ReduceMean", "0 dimensions", DisplayName = "a scalar")]
    [DataRow("Reshape", "6 dimensions", DisplayName = "more dimensions than there are")]
    public void WhatHasNoForm_IsRefusedByName_AndNothingIsWritten(string operatorType, string reason)
    {
        var sample = SmallModels.Images(opset: 17).Node("Conv", "x w b", "t", SmallModels.Padded);
        sample = operatorType switch
        {
            "MaxPool" => sample.Node("MaxPool", "t", "u", ("kernel_shape", new[] { 2, 2 }), ("dilations", new[] { 2, 2 })),
            "Slice" => sample.List("from", -1).List("to", -100).List("axes", 2).List("steps", -1).Node("Slice", "t from to axes steps", "u"),
            "Cast" => sample.Node("Cast", "t", "i", ("to", (int)TensorProto.Types.DataType.Int32)).Node("Cast", "i", "u", ("to", (int)TensorProto.Types.DataType.Float)),
            "ReduceMean" => sample.Node("ReduceMean", "t", "m", ("keepdims", 0)).Node("Add", "t m", "u"),
            "Reshape" => sample.List("shape", 1, 2, 4, 2, 3, 6).Node("Reshape", "t shape", "u"),
            _ => sample.Node(operatorType, "t", "u"),
        };
        var model = Quantize(sample.Output("u").Build());
        using var folder = new TemporaryFolder();
        var thrown = Assert.ThrowsExactly<NotSupportedException>(() => new CoreMLWriter(CoreMLRun.Exact).Save(model, folder.File("model.mlpackage")));
        StringAssert.Contains(thrown.Message, reason);
        StringAssert.Contains(thrown.Message, $"({operatorType})");
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.Path));
    }

    [TestMethod]
    public void WhatHasNoForm_StandsInTheReport()
    {
        var model = Quantize(SmallModels.Images().Node("Conv", "x w b", "t", SmallModels.Padded).Node("Selu", "t", "y").Output("y").Build());
        StringAssert.Matches(string.Join('\n', QuantizationTarget.CoreML.Definition.Checks.Warnings(model)), new Regex(@"SaveForTarget cannot write it yet: The node .*\(Selu\)"));
        Assert.HasCount(1, QuantizationTarget.CoreML.Definition.Checks.Warnings(Quantize(SmallModels.Conv())).ToArray());
    }

    [TestMethod]
    public void AModelThatIsNotSymmetric_IsRefusedByTheTensorsName()
    {
        foreach (var target in new[] { QuantizationTarget.OnnxRuntimeX86, QuantizationTarget.OnnxRuntimeArm64 })
        {
            var model = QuantizerRun.Quantize(SmallModels.ConvRelu(), Rows, Options with { Target = target }).Model;
            var thrown = Assert.ThrowsExactly<NotSupportedException>(() => CoreMLRun.Write(model));
            StringAssert.Contains(thrown.Message, "'x'");
            StringAssert.Contains(thrown.Message, "QuantizationTarget.CoreML");
        }
    }

    [TestMethod]
    public void ValuesBeyondHalves_AskForFullPrecision()
    {
        var model = Quantize(SmallModels.Images().Weights("c", [1e6f]).Node("Conv", "x w b", "t", SmallModels.Padded).Node("Mul", "t c", "y").Output("y").Build());
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => CoreMLRun.Write(model, new CoreMLOptions())).Message, "Precision = FP32");
        Assert.IsNotNull(CoreMLRun.Write(model));
    }

    [TestMethod]
    [DataRow(1e6f, DisplayName = "too large")]
    [DataRow(1e-9f, DisplayName = "too small")]
    public void ActivationsBeyondHalves_AskForFullPrecision_ByTheTensorsName(float factor)
    {
        var rows = QuantizerRun.Rows("x", 4, -factor, factor, SmallModels.Image);
        var model = QuantizerRun.Quantize(SmallModels.Conv(), rows, Options).Model;
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => CoreMLRun.Write(model, new CoreMLOptions())).Message, "'x' has values up to");
        Assert.IsNotNull(CoreMLRun.Write(model));
    }

    [TestMethod]
    public void AnEpsilon_IsNeverZero()
    {
        var model = Quantize(SmallModels.Images(opset: 17).Weights("gamma", QuantizerRun.Uniform(new Random(1), 6), 6).Node("Conv", "x w b", "t", SmallModels.Padded).Node("LayerNormalization", "t gamma", "y", ("epsilon", 1e-12f)).Output("y").Build());
        var program = CoreMLRun.Write(model, new CoreMLOptions());
        Assert.IsGreaterThan(0, program.Parameter("layer_norm", "epsilon").Reals!.Single());
        Assert.AreEqual(1e-12f, CoreMLRun.Write(model).Parameter("layer_norm", "epsilon").Reals!.Single());
    }

    [TestMethod]
    public void OptionsOutOfRange_AreNamed()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => QuantizationTarget.CreateCoreML(new CoreMLOptions { MinimumDeploymentTarget = (CoreMLDeploymentTarget)9 })).Message, "IOS17, IOS18");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => QuantizationTarget.CreateCoreML(new CoreMLOptions { Precision = (CoreMLPrecision)9 })).Message, "FP16, FP32");
    }

    [TestMethod]
    public void InputsOfIntegers_AreRefusedByName()
    {
        var model = new ModelBuilder(13).Input("ids", TensorProto.Types.DataType.Int64, 1, 4).Weights("table", QuantizerRun.Uniform(new Random(1), 40), 10, 4).Node("Gather", "table ids", "y").Output("y").Model();
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => CoreMLRun.Write(model)).Message, "'ids' is of type int64");
    }

    private static QuantizationOptions Options => new() { Target = QuantizationTarget.CoreML, OnlyWhereFaster = false, Effort = QuantizationEffort.Fast };

    private static OnnxModel Quantize(ModelProto model) => QuantizerRun.Quantize(model, Rows, Options).Model;
}
