using System.Text.Json;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Reporting;

/// <summary>Reports of models that were really quantized.</summary>
[TestClass]
public sealed class QuantizationReportTests
{
    [TestMethod]
    public void Html_ShowsNodesTensorsAndWeights()
    {
        var report = Residual();
        var page = new Page(report.ToHtml());
        CollectionAssert.AreEqual(new[] { "passes", "graph", "nodes", "tensors", "weights" }, page.SectionIds().Where(id => id != "warnings").ToArray());
        CollectionAssert.AreEqual(report.Nodes.Select(node => node.Name).ToArray(), page.Rows("Every node in the order").Select(row => row[0]).ToArray());
        CollectionAssert.AreEqual(report.Tensors.Select(tensor => tensor.Name).ToArray(), page.Rows("Every quantized activation tensor").Select(row => row[0]).ToArray());
        Assert.HasCount(3, page.Rows("Every node with INT8 weights"), "one for each Conv");
        Assert.HasCount(report.Tensors.Count, page.All("title").Where(title => title.Value.StartsWith("Histogram of", StringComparison.Ordinal)).ToArray());
    }

    [TestMethod]
    public void Report_KnowsWhoFeedsWhom()
    {
        var report = Residual();
        var byType = report.Nodes.Select((node, place) => (node, place)).ToLookup(pair => pair.node.OperatorType);
        var add = byType["Add"].Single();
        CollectionAssert.AreEqual(
            new[] { byType["Relu"].First().place, byType["Conv"].ElementAt(1).place },
            add.node.Sources.ToArray(),
            "the sum reads the first Relu and the second Conv");
        Assert.IsTrue(byType["Relu"].All(relu => relu.node.IsFolded && relu.node.Sources.SequenceEqual([relu.place - 1])));
    }

    [TestMethod]
    public void Json_HoldsHistogramsCurvesAndWeightRanges()
    {
        var report = Residual();
        using var json = JsonDocument.Parse(report.ToJson());
        foreach (var (tensor, written) in report.Tensors.Zip(json.RootElement.GetProperty("tensors").EnumerateArray()))
        {
            var (histogram, curve) = (written.GetProperty("histogram"), written.GetProperty("curve"));
            Assert.AreEqual(tensor.Calibrated.Histogram!.BinWidth, histogram.GetProperty("binWidth").GetDouble());
            Assert.AreEqual(tensor.Calibrated.Histogram.Low, histogram.GetProperty("low").GetDouble());
            CollectionAssert.AreEqual(tensor.Calibrated.Histogram.Counts.ToArray(), histogram.GetProperty("counts").EnumerateArray().Select(count => count.GetInt64()).ToArray());
            CollectionAssert.AreEqual(tensor.Calibrated.Curve!.Divergences.ToArray(), curve.GetProperty("divergences").EnumerateArray().Select(value => value.GetDouble()).ToArray());
            Assert.AreEqual(tensor.Calibrated.Curve.MinimumIndex, curve.GetProperty("minimumIndex").GetInt32());
        }

        foreach (var (node, written) in report.Nodes.Zip(json.RootElement.GetProperty("nodes").EnumerateArray()))
        {
            float[]? high = written.GetProperty("weights") is { ValueKind: JsonValueKind.Object } weights ? [.. weights.GetProperty("high").EnumerateArray().Select(value => value.GetSingle())] : null;
            CollectionAssert.AreEqual(node.Weights?.High, high);
            Assert.AreEqual(node.OperatorType == "Conv", high?.Length == SmallModels.Channels);
        }
    }

    [TestMethod]
    public void NothingQuantized_IsSaidFirst()
    {
        var options = new QuantizationOptions { ExcludedOperators = ["Conv", "Add"] };
        var report = QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(2, SmallModels.Image), options).Report.Value;
        var page = new Page(report.ToHtml());
        StringAssert.StartsWith(page.All("h2")[0].Value, "Nothing runs in INT8");
        Assert.HasCount(1, page.Rows("Regions in the order"));
        CollectionAssert.DoesNotContain(page.SectionIds(), "tensors");
        StringAssert.Contains(report.ToMarkdown(), "Nothing runs in INT8");
    }

    [TestMethod]
    public void NoRows_LeaveOutWhatWasNotMeasured()
    {
        var table = QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(4, SmallModels.Image)).Calibration;
        var options = new QuantizationOptions { OnlyWhereFaster = false, CalibrationTable = table };
        var report = QuantizerRun.Quantize(SmallModels.Residual(), [], options).Report.Value;
        string html = report.ToHtml();
        StringAssert.Contains(new Page(html).All("h2")[0].Value, "was not measured");
        Assert.IsFalse(html.Contains("NaN", StringComparison.Ordinal) || html.Contains("Latency, one row", StringComparison.Ordinal));
        Assert.IsFalse(report.ToMarkdown().Contains("NaN", StringComparison.Ordinal));
        Assert.HasCount(report.Tensors.Count, new Page(html).All("title").Where(title => title.Value.StartsWith("Histogram of", StringComparison.Ordinal)).ToArray());
    }

    [TestMethod]
    public void SaveHtml_ReplacesAFileWithThePage()
    {
        var report = Residual();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("r.html"), "old");
        report.SaveHtml(folder.File("r.html"));
        Assert.AreEqual(report.ToHtml(), File.ReadAllText(folder.File("r.html")));
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
        ErrorAssert.Throws<DirectoryNotFoundException>(() => report.SaveHtml(folder.File("none/r.html")), "none", "Create it first");
        Assert.ThrowsExactly<ArgumentException>(() => report.SaveHtml(""));
    }

    [TestMethod]
    [DataRow("mobilenetv2_imagenet_fp32.onnx")]
    [DataRow("squeezenet1.1_imagenet_fp32.onnx")]
    public void RealModel_FitsAMegabyteAndShowsEveryLayer(string name)
    {
        var rows = QuantizerRun.Rows(InputOf(SharedAssets.Model(name)), 2, -2, 2, 1, 3, 224, 224);
        var report = PostTrainingQuantizer.Run(SharedAssets.Model(name), rows, new QuantizationOptions(), new QuantizerRun.Messages()).Report.Value;
        string html = report.ToHtml();
        Assert.IsLessThan(1_000_000, html.Length);
        var page = new Page(html);
        Assert.AreEqual(name, page.All("h1").Single().Value);
        Assert.HasCount(report.Nodes.Count(node => node.IsQuantized && node.OperatorType is "Conv" or "Gemm"), page.Rows("Every node with INT8 weights"));
    }

    private static string InputOf(string file)
    {
        var graph = OnnxModelReader.Load(file).Graph;
        return graph.Input.First(input => graph.Initializer.All(tensor => tensor.Name != input.Name)).Name;
    }

    private static QuantizationReport Residual() => QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(6, SmallModels.Image)).Report.Value;
}
