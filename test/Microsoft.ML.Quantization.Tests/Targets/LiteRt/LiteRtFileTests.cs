using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;
using Microsoft.ML.Quantization.Targets.LiteRt.Conversion;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>What is in the file, read by its schema, and what is refused.</summary>
[TestClass]
public sealed class LiteRtFileTests
{
    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(8, SmallModels.Image);

    [TestMethod]
    public void File_IsOfTheFormat_WithNamesAndMetadata()
    {
        var file = Read(Quantize(SmallModels.Residual()));
        Assert.AreEqual(("TFL3", 3u), (file.Identifier, file.Version));
        var (inputs, outputs, key) = file.Signature;
        CollectionAssert.AreEqual(new[] { "x" }, inputs);
        CollectionAssert.AreEqual(new[] { "y" }, outputs);
        Assert.AreEqual("serving_default", key);
        CollectionAssert.Contains(file.MetadataNames, "mlq.version");
        Assert.IsTrue(file.DataStarts.All(start => start % 16 == 0), "constants lie at multiples of 16 bytes");
        CollectionAssert.AreEqual(new[] { 1, 6, 6, 8 }, file.Tensors[file.Inputs[0]].Shape);
    }

    [TestMethod]
    public void Operators_AreInInt8BetweenTheEnds_InTheVersionsOfInt8()
    {
        var file = Read(Quantize(SmallModels.Residual()));
        CollectionAssert.AreEqual(
            new[] { (LiteRtCode.Quantize, 1), (LiteRtCode.Conv2D, 3), (LiteRtCode.Conv2D, 3), (LiteRtCode.Add, 2), (LiteRtCode.Conv2D, 3), (LiteRtCode.Dequantize, 2) },
            file.Operators);
    }

    [TestMethod]
    public void Weights_AreSymmetricWithAScaleAChannel_OnTheirAxis()
    {
        var depthwise = Read(Quantize(LiteRtSamples.Model("Conv depthwise"))).Tensors.Single(tensor => tensor.Name.StartsWith("uw", StringComparison.Ordinal));
        Assert.AreEqual((LiteRtType.Int8, 3), (depthwise.Type, depthwise.Axis));
        CollectionAssert.AreEqual(new[] { 1, 3, 3, 8 }, depthwise.Shape);
        Assert.HasCount(8, depthwise.Scales);
        CollectionAssert.AreEqual(new long[8], depthwise.ZeroPoints);
        var dense = Read(Quantize(LiteRtSamples.Model("Conv 3x3"))).Tensors.Single(tensor => tensor.Name.StartsWith("uw", StringComparison.Ordinal));
        Assert.AreEqual(0, dense.Axis);
        CollectionAssert.AreEqual(new[] { 4, 3, 3, 8 }, dense.Shape);
    }

    [TestMethod]
    [DataRow("Sigmoid", 1f / 256, -128)]
    [DataRow("Softmax over channels", 1f / 256, -128)]
    [DataRow("Tanh", 1f / 128, 0)]
    public void OutputNumbers_AreThoseTheKernelsAskFor(string name, float scale, int zeroPoint)
    {
        var made = Read(Quantize(LiteRtSamples.Model(name))).Tensors.Last(tensor => tensor.Type == LiteRtType.Int8);
        Assert.AreEqual((scale, (long)zeroPoint), (made.Scales[0], made.ZeroPoints[0]));
    }

    [TestMethod]
    public void ATransposition_IsWrittenOnlyWhereValuesMove()
    {
        var pooled = SmallModels.Images().Node("Conv", "x w b", "t", SmallModels.Padded).Node("GlobalAveragePool", "t", "g").Node("Flatten", "g", "f")
            .Weights("m", QuantizerRun.Uniform(new Random(9), 24), 8, 3).Node("MatMul", "f m", "y").Output("y").Build();
        Assert.IsFalse(Read(Quantize(pooled)).Operators.Any(each => each.Code == LiteRtCode.Transpose));
        Assert.AreEqual(1, Read(Quantize(LiteRtSamples.Model("Transpose of height and width"))).Operators.Count(each => each.Code == LiteRtCode.Transpose));
    }

    [TestMethod]
    public void DenseLayers_AtTheEnd_AreInInt8()
    {
        foreach (var (model, rows) in new[] { (SmallModels.Gemm(), QuantizerRun.Rows(8, SmallModels.Vector)), (SmallModels.MatMul(), QuantizerRun.Rows(8, 1, 3, 16)) })
        {
            var file = Read(QuantizerRun.Quantize(model, rows, new QuantizationOptions { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false }));
            CollectionAssert.AreEqual(new[] { (LiteRtCode.Quantize, 1), (LiteRtCode.FullyConnected, 4), (LiteRtCode.Dequantize, 2) }, file.Operators);
        }
    }

    [TestMethod]
    public void ATransposedConvolution_HasAScaleAChannelAndABias()
    {
        var file = Read(Quantize(LiteRtSamples.Model("ConvTranspose with a bias")), new LiteRtOptions { FullInteger = true });
        CollectionAssert.Contains(file.Operators, (LiteRtCode.TransposeConv, 3));
        var weights = file.Tensors.Single(tensor => tensor.Name.StartsWith("uw", StringComparison.Ordinal));
        Assert.AreEqual((LiteRtType.Int8, 0), (weights.Type, weights.Axis));
        CollectionAssert.AreEqual(new[] { 4, 3, 3, 8 }, weights.Shape);
        Assert.HasCount(4, weights.Scales.Distinct().ToArray());
        Assert.IsTrue(file.Tensors.Any(tensor => tensor.Type == LiteRtType.Int32 && tensor.Scales.Length == 4));
    }

    [TestMethod]
    [DataRow("Split", 1)]
    [DataRow("Split of rows", 1)]
    [DataRow("Split into parts of other sizes", 0)]
    public void ASplit_IsOneOperator_WherePartsAreAlike(string name, int splits)
    {
        var file = Read(Quantize(LiteRtSamples.Model(name)), new LiteRtOptions { FullInteger = true });
        Assert.AreEqual(splits, file.Operators.Count(each => each == (LiteRtCode.Split, 2)));
        Assert.AreEqual(splits == 1 ? 0 : 3, file.Operators.Count(each => each.Code == LiteRtCode.Slice));
    }

    [TestMethod]
    public void Ends_AreInt8WhereAskedFor()
    {
        var file = Read(Quantize(SmallModels.Residual()), new LiteRtOptions { IntegerInputsAndOutputs = true });
        Assert.AreEqual(LiteRtType.Int8, file.Tensors[file.Inputs[0]].Type);
        Assert.AreEqual(LiteRtType.Int8, file.Tensors[file.Outputs[0]].Type);
        Assert.IsFalse(file.Operators.Any(each => each.Code is LiteRtCode.Quantize or LiteRtCode.Dequantize));
    }

    [TestMethod]
    public void FullInteger_RefusesAFloatNode_ByName()
    {
        var model = Quantize(LiteRtSamples.Model("Clip"));
        var thrown = Assert.ThrowsExactly<NotSupportedException>(() => Read(model, new LiteRtOptions { FullInteger = true }));
        StringAssert.Contains(thrown.Message, "(Clip)");
        Assert.IsNotNull(Read(Quantize(SmallModels.Residual()), new LiteRtOptions { FullInteger = true }));
    }

    [TestMethod]
    public void AFreeSize_IsAskedForByName()
    {
        var model = Quantize(Sized(["batch", "", "height", "width"]));
        var thrown = Assert.ThrowsExactly<ArgumentException>(() => Read(model));
        StringAssert.Contains(thrown.Message, "'x'");
        StringAssert.Contains(thrown.Message, "[\"height\"]");
        var file = Read(model, new LiteRtOptions { Dimensions = new Dictionary<string, int> { ["height"] = 6, ["width"] = 10 } });
        CollectionAssert.AreEqual(new[] { 1, 6, 10, 8 }, file.Tensors[file.Inputs[0]].Shape);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Read(model, new LiteRtOptions { Dimensions = new Dictionary<string, int> { ["hight"] = 6, ["height"] = 6, ["width"] = 6 } })).Message, "'hight'");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Read(model, new LiteRtOptions { Dimensions = new Dictionary<string, int> { ["height"] = 0, ["width"] = 6 } })).Message, "'height' is 0");
    }

    [TestMethod]
    public void AnOperatorWithoutAForm_IsRefusedByName_AndNothingIsWritten()
    {
        var model = Quantize(SmallModels.Images().Node("Conv", "x w b", "t", SmallModels.Padded).Node("Det", "t", "y").Output("y").Build());
        using var folder = new TemporaryFolder();
        string path = folder.File("model.tflite");
        var thrown = Assert.ThrowsExactly<NotSupportedException>(() => QuantizationTarget.LiteRt.Definition.Writer.Save(model.Model, path));
        StringAssert.Contains(thrown.Message, "(Det)");
        Assert.IsEmpty(Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public void AnInputOfIntegers_IsRefusedByName()
    {
        var model = new ModelBuilder(13).Input("ids", TensorProto.Types.DataType.Int64, 1, 4).Weights("table", QuantizerRun.Uniform(new Random(1), 40), 10, 4).Node("Gather", "table ids", "y").Output("y").Model();
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => LiteRtConverter.Convert(model, new LiteRtOptions())).Message, "'ids'");
    }

    [TestMethod]
    public void AModelForX86_GivesTheSameFile()
    {
        var options = new QuantizationOptions { OnlyWhereFaster = false, Target = QuantizationTarget.OnnxRuntimeX86Vnni };
        var file = Read(QuantizerRun.Quantize(SmallModels.ConvClip(), Rows, options));
        var same = Read(Quantize(SmallModels.ConvClip()));
        CollectionAssert.AreEqual(same.Tensors.Select(tensor => (tensor.Scales.FirstOrDefault(), tensor.ZeroPoints.FirstOrDefault())).ToArray(), file.Tensors.Select(tensor => (tensor.Scales.FirstOrDefault(), tensor.ZeroPoints.FirstOrDefault())).ToArray());
    }

    private static ModelProto Sized(string[] names)
    {
        var model = SmallModels.ConvRelu();
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length > 0)
            {
                model.Graph.Input[0].Type.TensorType.Shape.Dim[i] = new TensorShapeProto.Types.Dimension { DimParam = names[i] };
            }
        }

        return model;
    }

    private static QuantizationResult Quantize(ModelProto model) =>
        QuantizerRun.Quantize(model, Rows, new QuantizationOptions { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false });

    private static LiteRtFileReader Read(QuantizationResult result, LiteRtOptions? options = null) => new(LiteRtFile.Write(LiteRtConverter.Convert(result.Model, options ?? new LiteRtOptions())));
}
