using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.EdgeTpu;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;
using Microsoft.ML.Quantization.Targets.LiteRt.Conversion;
using Microsoft.ML.Quantization.Tests.Targets.LiteRt;

namespace Microsoft.ML.Quantization.Tests.Targets.EdgeTpu;

[TestClass]
public sealed class EdgeTpuTests
{
    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(8, SmallModels.Image);

    [TestMethod]
    public void AModelOfSupportedOperators_KeepsToTheRules() => StringAssert.StartsWith(Verdict(SmallModels.Residual()), "All 4 operators keep to the documented rules");

    [TestMethod]
    [DataRow("LeakyRelu", "LeakyRelu, which makes 'u", "is not supported")]
    [DataRow("Slice in steps", "StridedSlice, which makes 'u", "steps over 1")]
    [DataRow("Clip", "", "computes in FP32")]
    [DataRow("Transpose of channels", "Transpose, which makes 'u", "is not supported")]
    public void TheFirstOffender_IsNamed_WithTheShareBeforeIt(string sample, string name, string offence)
    {
        string verdict = Verdict(LiteRtSamples.Model(sample));
        StringAssert.Contains(verdict, " operators run on it: ");
        StringAssert.Contains(verdict, name);
        StringAssert.Contains(verdict, offence);
    }

    [TestMethod]
    public void DenseLayers_HaveOneScale()
    {
        var model = QuantizerRun.Quantize(SmallModels.Gemm(), QuantizerRun.Rows(8, SmallModels.Vector), Options).Model;
        var dense = LiteRtConverter.Convert(model, new LiteRtOptions()).Operators.Single(each => each.Code == LiteRtCode.FullyConnected);
        Assert.HasCount(1, dense.Inputs[1].Quantization!.Scales);
        StringAssert.StartsWith(EdgeTpuChecks.Verdict(LiteRtConverter.Convert(model, new LiteRtOptions())), "All ");
    }

    [TestMethod]
    public void TheReport_HasTheVerdict_AndAFloatNodeCannotBeSaved()
    {
        var result = QuantizerRun.Quantize(LiteRtSamples.Model("Clip"), Rows, Options);
        Assert.IsTrue(result.Report.Value.Warnings.Any(warning => warning.Contains("computes in FP32", StringComparison.Ordinal)));
        using var folder = new TemporaryFolder();
        Assert.ThrowsExactly<NotSupportedException>(() => QuantizationTarget.EdgeTpu.Definition.Writer.Save(result.Model, folder.File("model.tflite")));
        Assert.IsEmpty(Directory.GetFiles(folder.Path));
    }

    private static QuantizationOptions Options => new() { Target = QuantizationTarget.EdgeTpu, OnlyWhereFaster = false };

    private static string Verdict(ModelProto model) => EdgeTpuChecks.Verdict(LiteRtConverter.Convert(QuantizerRun.Quantize(model, Rows, Options).Model, new LiteRtOptions()));
}
