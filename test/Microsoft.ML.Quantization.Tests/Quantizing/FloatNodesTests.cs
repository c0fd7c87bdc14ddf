using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>Heads whose range swallows what is made from them are left in FP32, where that is measured and costs next to nothing.</summary>
[TestClass]
public sealed class FloatNodesTests
{
    private const string Scores = "Conv_logits_head";
    private const string Boxes = "Conv_boxes_head";
    private static readonly QuantizationOptions Defaults = new();

    [TestMethod]
    public void HeadOfWideRange_StaysInFloat()
    {
        var messages = new QuantizerRun.Messages();
        var result = QuantizerRun.Quantize(Detector.Build(), Detector.Rows(12), Defaults, messages);
        var report = result.Report.Value;
        var nodes = report.Nodes.ToDictionary(node => node.Name);
        Assert.AreEqual((false, true), (nodes[Scores].IsQuantized, nodes[Boxes].IsQuantized));
        StringAssert.Contains(nodes[Scores].Reason, "swallow");
        Assert.IsTrue(report.Outputs.All(output => output.Sqnr > 20), report.ToString());
        result.Check!.Run(messages, 2, default);
        Assert.IsEmpty(messages.Warnings);
    }

    [TestMethod]
    public void HeadsOfOrdinaryRange_RunInInt8()
    {
        var report = QuantizerRun.Quantize(Detector.Build(lowest: -1), Detector.Rows(12), Defaults).Report.Value;
        Assert.IsTrue(report.Nodes.Where(node => node.OperatorType == "Conv").All(node => node.IsQuantized), report.ToString());
    }

    [TestMethod]
    public void HeadThatIsMuchOfTheModel_RunsInInt8AndIsWarnedOf()
    {
        var messages = new QuantizerRun.Messages();
        var result = QuantizerRun.Quantize(Detector.Build(layers: 1, anchors: 64), Detector.Rows(12), Defaults, messages);
        Assert.IsTrue(result.Report.Value.Nodes.Single(node => node.Name == Scores).IsQuantized);
        result.Check!.Run(messages, 2, default);
        ErrorAssert.Names(messages.Warnings.Single(), "Output 'scores'", "far from FP32's");
        string text = result.Report.Value.ToString();
        ErrorAssert.Names(text, "Output         scores: ", "Output         boxes: ");
        ErrorAssert.Names(result.Report.Value.ToJson(), "\"outputs\"", "\"scores\"");
        ErrorAssert.Names(result.Report.Value.ToMarkdown(), "## Outputs", "| `scores` |");
        ErrorAssert.Names(result.Report.Value.ToHtml(), "How close each output is to FP32");
        ErrorAssert.Names(result.Report.Value.ToMarkdown(), "Output 'scores' is far from FP32's");
    }

    [TestMethod]
    public void EverythingInInt8_IsWhatIsAskedFor() => Assert.IsTrue(
        QuantizerRun.Quantize(Detector.Build(), Detector.Rows(4), QuantizerRun.Everything).Report.Value.Nodes.Single(node => node.Name == Scores).IsQuantized);

    [TestMethod]
    public void SavedTable_LeavesTheSameHeads()
    {
        using var folder = new TemporaryFolder();
        var rows = Detector.Rows(12);
        var result = QuantizerRun.Quantize(Detector.Build(), rows, Defaults);
        result.Calibration.Save(folder.File("table.json"));
        var table = CalibrationTable.Load(folder.File("table.json"));
        CollectionAssert.AreEqual(result.Bytes(), QuantizerRun.Quantize(Detector.Build(), [], new QuantizationOptions { CalibrationTable = table }).Bytes());
    }

    [TestMethod]
    public void Choice_DoesNotDependOnThreads()
    {
        var rows = Detector.Rows(12);
        byte[] one = QuantizerRun.Quantize(Detector.Build(), rows, new QuantizationOptions { IntraOpThreads = 1 }).Bytes();
        CollectionAssert.AreEqual(one, QuantizerRun.Quantize(Detector.Build(), rows, new QuantizationOptions { IntraOpThreads = 3 }).Bytes());
    }

    [TestMethod]
    public void Auto_LeavesThemToo()
    {
        var report = QuantizerRun.Quantize(Detector.Build(), Detector.Rows(12), new QuantizationOptions { Calibration = CalibrationMethod.Auto }).Report.Value;
        Assert.IsFalse(report.Nodes.Single(node => node.Name == Scores).IsQuantized);
    }

    [TestMethod]
    public void LastConvolution_HasOnlyFloatBehindIt()
    {
        var model = new OnnxModel(Detector.Build(), "test.onnx");
        foreach (var node in model.Graph.Node)
        {
            node.Name = $"{node.OpType}_{node.Output[0]}";
        }

        var last = LastConvolutions.Find(model.Graph, NodePlacement.Plan(model.Graph, QuantizerRun.Target.Rules, QuantizerRun.Everything.Placement));
        CollectionAssert.AreEqual(new[] { Scores, Boxes }, last.Select(layer => layer.Node).ToArray());
        CollectionAssert.AreEqual(new[] { "scores" }, last[0].Outputs.ToArray());
        Assert.AreEqual("logits_head", last[0].Tensor);
        Assert.AreEqual(20.0 * 20 * 64 * 9 * ((6 * 64) + 32), MultiplyAdds.Count(model.Graph, TensorShapes.Infer(model)));
    }
}
