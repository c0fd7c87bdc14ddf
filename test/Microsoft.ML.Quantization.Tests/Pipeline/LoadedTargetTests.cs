using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.TensorRT;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Files for targets from a pipeline that was loaded: what it holds, and word of what it lacks.</summary>
[TestClass]
public sealed class LoadedTargetTests : IDisposable
{
    private const string Lacks = "lacks those of";

    private readonly MLContext _context = new(1);
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<object[]> Targets => new[]
    {
        QuantizationTarget.OnnxRuntimeX86, QuantizationTarget.OnnxRuntimeX86Vnni, QuantizationTarget.OnnxRuntimeArm64, QuantizationTarget.OnnxRuntimeWeb, QuantizationTarget.LiteRt, QuantizationTarget.EdgeTpu, QuantizationTarget.TensorRT,
    }.Select(target => new object[] { target.Name });

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void TheTargetThatItWasMadeFor_GetsTheSameFile(string name)
    {
        var target = QuantizationTarget.Find(name)!;
        using var fitted = Fit(SmallModels.Residual(), target);
        using var loaded = Loaded(fitted);
        byte[] expected = File(path => fitted.SaveForTarget(path));
        CollectionAssert.AreEqual(expected, File(path => loaded.SaveForTarget(path)));
        CollectionAssert.AreEqual(expected, File(path => loaded.SaveForTarget(path, target)));
    }

    [TestMethod]
    [DataRow("OnnxRuntimeX86", "OnnxRuntimeX86Vnni", true)]
    [DataRow("OnnxRuntimeX86Vnni", "OnnxRuntimeX86", false)]
    [DataRow("OnnxRuntimeArm64", "OnnxRuntimeX86", false)]
    [DataRow("OnnxRuntimeArm64", "OnnxRuntimeX86Vnni", true)]
    [DataRow("OnnxRuntimeX86", "OnnxRuntimeArm64", true)]
    [DataRow("LiteRt", "OnnxRuntimeArm64", true)]
    [DataRow("OnnxRuntimeX86", "TensorRT", false)]
    [DataRow("TensorRT", "OnnxRuntimeArm64", false)]
    public void OtherTargetsOfOnnx_GetWhatHasTheirNumbers(string made, string asked, bool isWritten)
    {
        using var fitted = Fit(SmallModels.Residual(), QuantizationTarget.Find(made)!);
        using var loaded = Loaded(fitted);
        var target = QuantizationTarget.Find(asked)!;
        if (!isWritten)
        {
            string message = Assert.ThrowsExactly<InvalidOperationException>(() => loaded.SaveForTarget(_folder.File("x"), target)).Message;
            StringAssert.Contains(message, made);
            StringAssert.Contains(message, $"{Lacks} {asked}");
            StringAssert.Contains(message, $"AlsoFor = [QuantizationTarget.{asked}]");
            Assert.IsEmpty(Directory.GetFiles(_folder.Path));
            return;
        }

        var report = loaded.SaveForTarget(_folder.File("model.onnx"), target);
        Assert.IsEmpty(report.FloatNodes);
        var written = OnnxModelReader.Load(_folder.File("model.onnx"));
        var wanted = target.Definition.Numbers.Activations == QuantizedType.UInt8 ? TensorProto.Types.DataType.Uint8 : TensorProto.Types.DataType.Int8;
        var index = new GraphIndex(written.Graph);
        Assert.IsTrue(written.Graph.Node.Where(node => node.Is("QuantizeLinear")).All(node => index.Initializer(node.Input[2])!.DataType == (int)wanted));
        var rows = QuantizerRun.Rows(3, SmallModels.Image);
        using SampleRun one = new(fitted.Model.Original), other = new(written);
        foreach (var row in rows)
        {
            // On x86 either may be computed in FP32 between the same roundings.
            Assert.IsLessThan(0.06, one.Outputs(row)[0].Zip(other.Outputs(row)[0], (a, b) => Math.Abs(a - b)).Max());
        }
    }

    [TestMethod]
    public void ALiteRtFile_HoldsWhatTheModelHas_AndNamesWhatItLacks()
    {
        using var fitted = Fit(LastLayerInFloat(), QuantizationTarget.OnnxRuntimeX86);
        using var loaded = Loaded(fitted);
        var report = loaded.SaveForTarget(_folder.File("model.tflite"), QuantizationTarget.LiteRt);
        Assert.AreEqual("model.tflite", report.File);
        Assert.AreEqual(new FileInfo(_folder.File("model.tflite")).Length, report.Bytes);
        var island = report.FloatNodes.Single();
        Assert.AreEqual("Gemm", island.OperatorType);
        Assert.AreEqual("the model has no INT8 range for its output 'y'", island.Reason);
        StringAssert.Contains(report.ToString(), "FP32: 1 x Gemm, as the model has no INT8 range for its output 'y'.");

        // The same model, fitted for it, has that range.
        using var made = Fit(LastLayerInFloat(), QuantizationTarget.LiteRt);
        Assert.IsEmpty(made.SaveForTarget(_folder.File("whole.tflite")).FloatNodes);
    }

    [TestMethod]
    public void AnAllIntegerFile_IsRefused_NamingTheNodeAndTheRangeThatIsLacking()
    {
        using var fitted = Fit(LastLayerInFloat(), QuantizationTarget.OnnxRuntimeX86);
        using var loaded = Loaded(fitted);
        foreach (var target in new[] { QuantizationTarget.EdgeTpu, QuantizationTarget.CreateLiteRt(new LiteRtOptions { FullInteger = true }) })
        {
            string message = Assert.ThrowsExactly<NotSupportedException>(() => loaded.SaveForTarget(_folder.File("x"), target)).Message;
            StringAssert.Contains(message, "(Gemm)");
            StringAssert.Contains(message, "no INT8 range for its output 'y'");
        }

        Assert.IsEmpty(Directory.GetFiles(_folder.Path));
    }

    [TestMethod]
    public void ATensorRTModel_KeepsToItsRules_AsItIsLoaded()
    {
        using var loaded = Loaded(Fit(SmallModels.Residual(), QuantizationTarget.TensorRT));
        var report = loaded.SaveForTarget(_folder.File("model.onnx"));
        Assert.AreEqual("TensorRT", report.Target);
        Assert.AreEqual("", string.Join("\n", TensorRTChecks.Findings(OnnxModelReader.Load(_folder.File("model.onnx")))));
        Assert.IsEmpty(report.FloatNodes, "an activation between a layer and a quantization is computed with the layer");
    }

    private static ModelProto LastLayerInFloat() => SmallModels.Images().Node("Conv", "x w b", "t", SmallModels.Padded).Node("GlobalAveragePool", "t", "g").Node("Flatten", "g", "f")
        .Weights("m", QuantizerRun.Uniform(new Random(9), 24), 8, 3).Node("Gemm", "f m", "y").Output("y").Build();

    private QuantizedOnnxTransformer Fit(ModelProto proto, QuantizationTarget target)
    {
        using var model = new ModelFile(proto);
        return _context.Transforms.Quantize(model.Path, new QuantizationOptions { Target = target, OnlyWhereFaster = false }).Fit(Data());
    }

    private IDataView Data() => PipelineData.Table(_context, 40, 8 * 36);

    private QuantizedOnnxTransformer Loaded(QuantizedOnnxTransformer fitted)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(fitted, Data().Schema, stream);
        return (QuantizedOnnxTransformer)_context.Quantization().Load(stream, out _);
    }

    private byte[] File(Action<string> save)
    {
        string path = _folder.File("file");
        save(path);
        return System.IO.File.ReadAllBytes(path);
    }
}
