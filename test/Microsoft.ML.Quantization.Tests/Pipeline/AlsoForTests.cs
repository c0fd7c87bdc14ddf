using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.TensorRT;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>One calibration pass, files for many targets.</summary>
[TestClass]
public sealed class AlsoForTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void Files_AreThoseThatAFitForTheTargetAloneWrites()
    {
        using var model = new ModelFile(SmallModels.Residual());
        using var folder = new TemporaryFolder();
        var data = PipelineData.Table(_context, 40, 8 * 36);
        QuantizationTarget[] others = [QuantizationTarget.LiteRt, QuantizationTarget.OnnxRuntimeArm64, QuantizationTarget.TensorRT];
        using var fitted = Step(model, QuantizationTarget.OnnxRuntimeX86, others).Fit(data);
        foreach (var target in others.Append(QuantizationTarget.OnnxRuntimeX86))
        {
            using var alone = Step(model, target).Fit(data);
            alone.SaveForTarget(folder.File("alone"));
            fitted.SaveForTarget(folder.File("also"), target);
            CollectionAssert.AreEqual(File.ReadAllBytes(folder.File("alone")), File.ReadAllBytes(folder.File("also")), target.Name);
        }

        using var alike = Step(model, QuantizationTarget.OnnxRuntimeX86).Fit(data);
        alike.SaveOnnx(folder.File("alike"));
        fitted.SaveOnnx(folder.File("scored"));
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.File("alike")), File.ReadAllBytes(folder.File("scored")), "other targets change nothing of the model that is scored");
        fitted.SaveForTarget(folder.File("trt.onnx"), QuantizationTarget.TensorRT);
        Assert.AreEqual("", string.Join("\n", TensorRTChecks.Findings(OnnxModelReader.Load(folder.File("trt.onnx")))));
    }

    [TestMethod]
    public void ATargetThatWasNotFittedFor_IsRefused_NamingTheOption()
    {
        using var model = new ModelFile(SmallModels.Conv());
        using var fitted = Step(model, QuantizationTarget.OnnxRuntimeX86).Fit(PipelineData.Table(_context, 10, 8 * 36));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => fitted.SaveForTarget("x.onnx", QuantizationTarget.TensorRT)).Message, "AlsoFor = [QuantizationTarget.TensorRT]");
        Assert.IsFalse(File.Exists("x.onnx"));
    }

    [TestMethod]
    public void ACoreMLPackage_IsWrittenOfAModelThatWasMadeForIt_LoadedOrNot()
    {
        using var model = new ModelFile(SmallModels.Residual());
        using var folder = new TemporaryFolder();
        var data = PipelineData.Table(_context, 40, 8 * 36);
        using var also = Step(model, QuantizationTarget.OnnxRuntimeX86, QuantizationTarget.CoreML).Fit(data);
        using var alone = Step(model, QuantizationTarget.CoreML).Fit(data);
        using var stream = new MemoryStream();
        _context.Model.Save(alone, data.Schema, stream);
        using var loaded = (QuantizedOnnxTransformer)_context.Quantization().Load(stream, out _);
        also.SaveForTarget(folder.File("also.mlpackage"), QuantizationTarget.CoreML);
        alone.SaveForTarget(folder.File("alone.mlpackage"));
        loaded.SaveForTarget(folder.File("loaded.mlpackage"), QuantizationTarget.CoreML);
        byte[] weights = File.ReadAllBytes(Weights("alone"));
        CollectionAssert.AreEqual(weights, File.ReadAllBytes(Weights("also")));
        CollectionAssert.AreEqual(weights, File.ReadAllBytes(Weights("loaded")));
        using var other = Step(model, QuantizationTarget.OnnxRuntimeX86).Fit(data);
        using var another = new MemoryStream();
        _context.Model.Save(other, data.Schema, another);
        using var affine = (QuantizedOnnxTransformer)_context.Quantization().Load(another, out _);
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => affine.SaveForTarget(folder.File("x.mlpackage"), QuantizationTarget.CoreML)).Message, "is not quantized to INT8 with the zero point 0");
        Assert.IsFalse(Directory.Exists(folder.File("x.mlpackage")));

        string Weights(string name) => Path.Combine(folder.File($"{name}.mlpackage"), "Data", "com.apple.CoreML", "weights", "weight.bin");
    }

    [TestMethod]
    public void ALoadedModel_IsWrittenWhereTheFileCanHoldIt()
    {
        using var model = new ModelFile(SmallModels.Conv());
        using var folder = new TemporaryFolder();
        var data = PipelineData.Table(_context, 10, 8 * 36);
        using var fitted = Step(model, QuantizationTarget.OnnxRuntimeX86).Fit(data);
        using var stream = new MemoryStream();
        _context.Model.Save(fitted, data.Schema, stream);
        using var loaded = (QuantizedOnnxTransformer)_context.Quantization().Load(stream, out _);
        loaded.SaveForTarget(folder.File("model.tflite"), QuantizationTarget.LiteRt);
        Assert.IsGreaterThan(0, new FileInfo(folder.File("model.tflite")).Length);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => loaded.SaveForTarget(folder.File("x"), QuantizationTarget.TensorRT)).Message, "Fit it again");
    }

    [TestMethod]
    public void OptionsThatContradictThemselves_AreRefused()
    {
        using var model = new ModelFile(SmallModels.Conv());
        StringAssert.Contains(Refused(new QuantizationOptions { AlsoFor = [QuantizationTarget.OnnxRuntimeX86] }), "OnnxRuntimeX86 twice");
        StringAssert.Contains(Refused(new QuantizationOptions { AlsoFor = [QuantizationTarget.LiteRt, QuantizationTarget.LiteRt] }), "LiteRt twice");
        StringAssert.Contains(Refused(new QuantizationOptions { AlsoFor = [QuantizationTarget.LiteRt], Budget = new QuantizationBudget { MaxAccuracyLoss = 0.1 } }), "does not go together");
        StringAssert.Contains(Refused(new QuantizationOptions { AlsoFor = [null!] }), "AlsoFor");

        string Refused(QuantizationOptions options) => Assert.ThrowsExactly<ArgumentException>(() => _context.Transforms.Quantize(model.Path, options)).Message;
    }

    private OnnxQuantizationEstimator Step(ModelFile model, QuantizationTarget target, params QuantizationTarget[] others) =>
        _context.Transforms.Quantize(model.Path, new QuantizationOptions { Target = target, AlsoFor = others, OnlyWhereFaster = false });
}
