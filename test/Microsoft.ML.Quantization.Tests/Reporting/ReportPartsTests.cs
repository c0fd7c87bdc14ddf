using System.Text.Json;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Tests.Reporting;

/// <summary>The parts that a comparison and a search fill, in all three forms.</summary>
[TestClass]
public sealed class ReportPartsTests
{
    [TestMethod]
    public void Html_SortsLayersAndWritesIntervals()
    {
        var page = new Page(HtmlReport.Write(Documents.Full("a", "b", "c")));
        CollectionAssert.AreEqual(new[] { "a 50.0 %", "b 33.3 %", "c 25.0 %" }, page.Rows("Each layer's share").Select(row => $"{row[0]} {row[3]}").ToArray());
        string[] method = page.Rows("Methods by accuracy on 5,000 rows")[1];
        CollectionAssert.IsSubsetOf(new[] { "90.0 % \u2192 89.8 %", "0.20 points (-0.10 to 0.50)", "97.5 %", "31.5 dB", "2.00 ms \u2192 1.00 ms", "0.50", "1,000", "1.00 MB", "1.5 s", "200.00 MB", "effort a", "best a" }, method);
        CollectionAssert.AreEqual(new[] { "FP32", "", "90.0 %", "\u2013" }, page.Rows("Methods by accuracy")[0][..4], "what was not measured is a dash");
    }

    [TestMethod]
    public void Markdown_HasTheSameNumbers()
    {
        string markdown = MarkdownReport.Write(Documents.Full("a", "b", "c"));
        StringAssert.Contains(markdown, "| a | 90.0 % | 89.8 % | 0.20 points (-0.10 to 0.50) | 97.5 % | 31.5 dB | 5,000 | 1.5 s | 0.50 | 1,000 | 1.00 MB | effort a | best a |");
        StringAssert.Contains(markdown, "| `b` | Conv | FP32 | 33.3 % |");
        Assert.IsLessThan(markdown.IndexOf("## Methods", StringComparison.Ordinal), markdown.IndexOf("Look closer", StringComparison.Ordinal), "the verdict comes first");
    }

    [TestMethod]
    public void Targets_AreInPageMarkdownAndJson()
    {
        var document = Documents.Full("a", "b");
        CollectionAssert.AreEqual(new[] { "b", "2.00 MB", "3 of 4", "1 x Softmax, as because of b", "found b", "compared b" }, new Page(HtmlReport.Write(document)).Rows("The file of each target")[1]);
        StringAssert.Contains(MarkdownReport.Write(document), "| b | 2.00 MB | 3 of 4 | 1 x Softmax, as because of b | found b | compared b |");
        using var json = JsonDocument.Parse(JsonReport.Write(document));
        var target = json.RootElement.GetProperty("targets")[1];
        Assert.AreEqual(("b", "b", 2_000_000L, 3), (target.GetProperty("target").GetString(), target.GetProperty("file").GetString(), target.GetProperty("bytes").GetInt64(), target.GetProperty("integerNodes").GetInt32()));
        Assert.AreEqual("because of b", target.GetProperty("floatNodes")[0].GetProperty("reason").GetString());
        Assert.AreEqual("found b", target.GetProperty("findings")[0].GetString());
        Assert.AreEqual("b: b, 2.00 MB, 3 of 4 nodes in INT8. FP32: 1 x Softmax, as because of b. found b compared b", document.Targets[1].ToString());
    }

    [TestMethod]
    public void Attempts_AreInPageAndMarkdown()
    {
        var document = Documents.Full("a", "b", "c");
        string[][] rows = new Page(HtmlReport.Write(document)).Rows("What was tried");
        CollectionAssert.AreEqual(new[] { "b", "yes", "outcome b", "0.20 points (-0.10 to 0.50)", "0.60 points", "2,000", "31.5 dB", "0.70 (0.69 to 0.72)", "bnext" }, rows[1]);
        CollectionAssert.AreEqual(new[] { "no", "yes", "no" }, rows.Select(row => row[1]).ToArray());
        StringAssert.Contains(MarkdownReport.Write(document), "| **b** | 0.20 points (-0.10 to 0.50) | 0.60 points | 2,000 | 31.5 dB | 0.70 (0.69 to 0.72) | `b`, `next` | outcome b |");
    }

    [TestMethod]
    public void AttemptsOfWhichOnlyTheTimeWasMeasured_HaveDashes()
    {
        var attempt = new QuantizationAttempt("slow") { LatencyRatio = 0.9, LatencyRatioBound = double.PositiveInfinity, Outcome = "Rejected." };
        var document = Documents.Full("a") with { Attempts = [attempt] };
        CollectionAssert.AreEqual(new[] { "slow", "no", "Rejected.", "\u2013", "\u2013", "\u2013", "\u2013", "0.90", "" }, new Page(HtmlReport.Write(document)).Rows("What was tried")[0]);
        StringAssert.Contains(MarkdownReport.Write(document), "| slow | \u2013 | \u2013 | \u2013 | \u2013 | 0.90 |  | Rejected. |");
        using var json = JsonDocument.Parse(JsonReport.Write(document));
        var written = json.RootElement.GetProperty("attempts")[0];
        Assert.AreEqual((JsonValueKind.Null, JsonValueKind.Null, 0.9), (written.GetProperty("loss").ValueKind, written.GetProperty("latencyRatioBound").ValueKind, written.GetProperty("latencyRatio").GetDouble()));
    }

    [TestMethod]
    public void Json_ReadsBackAsItWasWritten()
    {
        var document = Documents.Full("a", "b", "c");
        using var json = JsonDocument.Parse(JsonReport.Write(document));
        var root = json.RootElement;
        Assert.AreEqual("caution", root.GetProperty("verdict").GetProperty("level").GetString());
        foreach (var (row, written) in document.Methods.Zip(root.GetProperty("methods").EnumerateArray()))
        {
            Assert.AreEqual(row.Name, written.GetProperty("name").GetString());
            Assert.AreEqual(row.Loss, Optional(written.GetProperty("loss")));
            Assert.AreEqual(row.LossHigh, Optional(written.GetProperty("lossHigh")));
            Assert.AreEqual(row.RowsPerSecond, Optional(written.GetProperty("rowsPerSecond")));
        }

        CollectionAssert.AreEqual(document.Front.Select(point => point.LatencyRatio).ToArray(), root.GetProperty("front").EnumerateArray().Select(point => point.GetProperty("latencyRatio").GetDouble()).ToArray());
        CollectionAssert.AreEqual(document.Layers.Select(layer => layer.Share).ToArray(), root.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("share").GetDouble()).ToArray());
        Assert.AreEqual(JsonValueKind.Null, root.GetProperty("tensors")[0].GetProperty("curve").GetProperty("divergences")[0].ValueKind, "infinity");
    }

    [TestMethod]
    public void MetricThatIsNoShare_IsWrittenAsANumber()
    {
        var metric = new Metric("R squared", IsShare: false);
        Assert.AreEqual("0.02 (-0.01 to 0.05)", metric.Loss(0.02, -0.01, 0.05));
        Assert.AreEqual("0.9312", metric.Value(0.93123));
    }

    [TestMethod]
    [DataRow(0.5, "50.0 %")]
    [DataRow(0.0, "0.0 %")]
    [DataRow(0.0000045, "0.00045 %")]
    [DataRow(-0.00001, "0.0 %")]
    [DataRow(double.NaN, "not measured")]
    public void Percent_ShowsSmallSharesToo(double share, string expected) => Assert.AreEqual(expected, Words.Percent(share));

    private static double? Optional(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
}
