using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;
using Microsoft.ML.Quantization.Tests.Targets.LiteRt;

namespace Microsoft.ML.Quantization.Tests.Targets;

/// <summary>What the report says of the file of each target.</summary>
[TestClass]
public sealed class TargetReportTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void EachTarget_HasSizeNodesReasonsAndFindings()
    {
        using var file = new ModelFile(LiteRtSamples.Model("PRelu"));
        QuantizationTarget[] others = [QuantizationTarget.LiteRt, QuantizationTarget.EdgeTpu, QuantizationTarget.TensorRT];
        using var model = _context.Transforms.Quantize(file.Path, new QuantizationOptions { AlsoFor = others, OnlyWhereFaster = false }).Fit(PipelineData.Table(_context, 20, 8 * 36));
        var report = model.Report!;
        CollectionAssert.AreEqual(new[] { "OnnxRuntimeX86", "LiteRt", "EdgeTpu", "TensorRT" }, report.Targets.Select(target => target.Target).ToArray());
        using var folder = new TemporaryFolder();
        var saved = model.SaveForTarget(folder.File("model.tflite"), QuantizationTarget.LiteRt);
        var told = report.Targets[1];
        Assert.AreEqual((new FileInfo(folder.File("model.tflite")).Length, "model.tflite"), (saved.Bytes, saved.File));
        Assert.AreEqual((saved.Bytes, (string?)null, saved.IntegerNodes), (told.Bytes, told.File, told.IntegerNodes));
        Assert.AreEqual("LiteRT has no INT8 kernel that is written for it", told.FloatNodes.Single(node => node.OperatorType == "PRelu").Reason);
        Assert.AreEqual(0, report.Targets[2].Bytes, "it cannot be written");
        StringAssert.Contains(string.Join(' ', report.Targets[2].Findings), "(PRelu) computes in FP32, but the file is to be all INT8");
        StringAssert.Contains(string.Join(' ', report.Targets[3].Findings), "checked against its documented rules");
        StringAssert.Contains(report.Targets[0].Compared, "rows were scored");
        StringAssert.Contains(report.Targets[1].Compared, "not compared");
        foreach (string text in new[] { report.ToString(), report.ToHtml(), report.ToMarkdown(), report.ToJson() })
        {
            StringAssert.Contains(text, "LiteRT has no INT8 kernel that is written for it");
        }
    }

    [TestMethod]
    public void FreeSizes_AreAskedFor_InTheReportToo()
    {
        var proto = SmallModels.ConvRelu();
        proto.Graph.Input[0].Type.TensorType.Shape.Dim[2] = new TensorShapeProto.Types.Dimension { DimParam = "height" };
        var result = QuantizerRun.Quantize(proto, QuantizerRun.Rows(8, SmallModels.Image), new QuantizationOptions { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false });
        var target = result.Report.Value.Targets.Single();
        Assert.AreEqual(0, target.Bytes);
        StringAssert.Contains(target.Findings[0], "[\"height\"]");
    }

    [TestMethod]
    public void TheDefaultTargetAlone_IsNotToldOfTwice()
    {
        var report = QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(8, SmallModels.Image)).Report.Value;
        Assert.HasCount(1, report.Targets);
        Assert.AreEqual(report.QuantizedBytes, report.Targets[0].Bytes);
        Assert.AreEqual(report.Nodes.Count(node => node.IsQuantized), report.Targets[0].IntegerNodes);
        Assert.IsFalse(report.ToString().Contains("File  ", StringComparison.Ordinal));
    }
}
