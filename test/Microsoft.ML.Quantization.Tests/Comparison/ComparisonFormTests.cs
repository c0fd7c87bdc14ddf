using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Tests.Reporting;

namespace Microsoft.ML.Quantization.Tests.Comparison;

/// <summary>A comparison as text, page, Markdown and JSON.</summary>
[TestClass]
public sealed class ComparisonFormTests
{
    private static QuantizationComparison Comparison(params ComparedMethod[] methods) => new([MadeUpMethods.Float, .. methods], new Metric("MicroAccuracy", IsShare: true))
    {
        ModelName = "model.onnx",
        Rows = 5000,
        CalibrationRows = 500,
        ObservationTime = TimeSpan.FromSeconds(2.5),
        Layers = [new LayerSensitivity("conv1", "Conv", 0.7, 20), new LayerSensitivity("conv2", "Conv", 0.3, 25)],
    };

    [TestMethod]
    public void Text_FitsTheScreenWhateverTheNames()
    {
        string hostile = string.Concat(Documents.Hostile) + new string('x', 500);
        string text = Comparison(MadeUpMethods.Of("entropy", 0.002), MadeUpMethods.Of(hostile, -0.1, ratio: 12.345, sqnr: double.PositiveInfinity), MadeUpMethods.Failed("trained", hostile)).ToString();
        string[] lines = text.Split(Environment.NewLine);
        Assert.IsTrue(lines.All(line => line.Length <= 120), string.Join('\n', lines.Where(line => line.Length > 120)));
        Assert.IsFalse(lines.Any(line => line.Any(char.IsControl)));
        Assert.IsTrue(Array.Exists(lines, line => Regex.IsMatch(line, @"^FP32 +90\.00 % +– +– +– +– +10\.00 ms +1\.00 +100 +4\.00 MB$")), text);
        Assert.IsTrue(Array.Exists(lines, line => Regex.IsMatch(line, @"^entropy +89\.80 % +0\.20 \(-0\.30 to 0\.70\) +98\.0 % +30\.0 dB +1\.0 s +5\.00 ms +0\.50 +200 +1\.00 MB$")), text);
        Assert.IsTrue(Array.Exists(lines, line => Regex.IsMatch(line, "^trained +failed$")), text);
        StringAssert.Contains(text, "500 calibration rows, shared by the post-training methods: 2.5 s");
    }

    [TestMethod]
    [DataRow(80, new[] { "accuracy", "lost (95 %)", "a row", "ratio" }, new[] { "agree", "made in", "rows/s", "size" })]
    [DataRow(100, new[] { "accuracy", "lost (95 %)", "SQNR", "a row", "ratio", "size" }, new[] { "made in", "rows/s" })]
    [DataRow(120, new[] { "accuracy", "agree", "SQNR", "made in", "a row", "ratio", "rows/s", "size" }, new string[0])]
    [DataRow(200, new[] { "accuracy", "agree", "SQNR", "made in", "a row", "ratio", "rows/s", "size" }, new string[0])]
    public void Text_FitsTheScreen(int width, string[] present, string[] absent)
    {
        var comparison = Comparison(MadeUpMethods.Of("entropy", 0.002), MadeUpMethods.Of("mean sq. error, per tensor", 0.012, ratio: 12.345), MadeUpMethods.Failed("trained", "no library of that name was found anywhere"));
        string text = comparison.ToText(width);
        string[] lines = text.Split(Environment.NewLine);
        string header = lines.First(line => line.StartsWith("lost in points", StringComparison.Ordinal));
        Assert.IsLessThanOrEqualTo(Math.Min(width, 120), lines.Max(line => line.Length), text);
        Assert.IsTrue(Array.TrueForAll(present, name => header.Contains(name, StringComparison.Ordinal)) && !Array.Exists(absent, name => header.Contains(name, StringComparison.Ordinal)), header);
        Assert.IsTrue(Array.Exists(lines, line => Regex.IsMatch(line, @"^mean sq\. error, per tensor +88\.80 % .* 12\.3")), text);
        if (width >= 120)
        {
            Assert.AreEqual(comparison.ToString(), text);
        }
    }

    [TestMethod]
    public void Text_KeepsColumnsApartWhereNumbersAreLong()
    {
        var small = new ConfidenceInterval(-1.78e-5, 2.16e-5, 0.95);
        var method = new ComparedMethod("entropy") { Accuracy = 0.99, Loss = -1.96e-5, LossInterval = small, Sqnr = 42, Latency = TimeSpan.FromMilliseconds(1), LatencyRatio = 0.5, Bytes = 1_000_000 };
        string text = new QuantizationComparison([MadeUpMethods.Float, method], new Metric("CosineSimilarity", IsShare: false)).ToString();
        Assert.IsTrue(Array.Exists(text.Split(Environment.NewLine), line => Regex.IsMatch(line, @"^entropy +0\.99 -1\.96e-5 \(-1\.78e-5 to 2\.16e-5\) +– +42\.0 dB ") && line.Length <= 120), text);
    }

    [TestMethod]
    public void Page_HasTheVerdictTheTableTheFrontAndTheLayers()
    {
        var comparison = Comparison(MadeUpMethods.Of("entropy", 0.002), MadeUpMethods.Of("min-max", 0.03, ratio: 0.3), MadeUpMethods.Of("beaten", 0.04, ratio: 0.9), MadeUpMethods.Failed("trained", "no library"));
        var page = new Page(comparison.ToHtml());
        CollectionAssert.AreEqual(new[] { "warnings", "methods", "front", "layers" }, page.SectionIds());
        Assert.AreEqual("Take entropy.", page.All("h2")[0].Value);
        string[][] rows = page.Rows("Methods by MicroAccuracy");
        CollectionAssert.AreEqual(new[] { "FP32", "entropy", "min-max", "beaten", "trained" }, rows.Select(row => row[0]).ToArray());
        CollectionAssert.IsSubsetOf(new[] { "90.0 % \u2192 89.8 %", "0.20 points (-0.30 to 0.70)", "98.0 %", "30.0 dB", "0.50", "1.0 s" }, rows[1]);
        StringAssert.StartsWith(rows[1][1], "Recommended. Most accurate");
        Assert.AreEqual("failed: no library", rows[4][1]);
        CollectionAssert.AreEqual(new[] { "yes", "yes", "yes", "no" }, page.Rows("The same in numbers").Select(row => row[3]).ToArray(), "FP32 loses nothing, the last is beaten in both");
        Assert.AreEqual("conv1", page.Rows("Each layer's share")[0][0]);
    }

    [TestMethod]
    public void Markdown_HasTheSame()
    {
        string markdown = Comparison(MadeUpMethods.Of("a|b", 0.002), MadeUpMethods.Failed("trained", "<no> library")).ToMarkdown();
        StringAssert.Contains(markdown, @"**Good: Take a\|b.**");
        StringAssert.Contains(markdown, @"| a\|b | 90.0 % | 89.8 % | 0.20 points (-0.30 to 0.70) | 98.0 % | 30.0 dB | 5,000 |");
        StringAssert.Contains(markdown, "failed: &lt;no&gt; library");
    }

    [TestMethod]
    public void Json_HoldsWhatWasMeasured()
    {
        using var json = JsonDocument.Parse(Comparison(MadeUpMethods.Of("entropy", 0.002), MadeUpMethods.Failed("trained", "no library")).ToJson());
        var root = json.RootElement;
        Assert.AreEqual("entropy", root.GetProperty("recommended").GetString());
        Assert.AreEqual(2.5, root.GetProperty("sharedSeconds").GetDouble());
        var methods = root.GetProperty("methods").EnumerateArray().ToArray();
        Assert.AreEqual(0.5, methods[1].GetProperty("latencyRatio").GetDouble());
        Assert.AreEqual(0.98, methods[1].GetProperty("agreement").GetDouble());
        Assert.AreEqual("no library", methods[2].GetProperty("error").GetString());
        Assert.AreEqual(JsonValueKind.Null, methods[2].GetProperty("loss").ValueKind);
    }

    [TestMethod]
    public void HostileNames_StayText()
    {
        string html = Comparison([.. Documents.Hostile.Select((name, i) => MadeUpMethods.Of(name, 0.001 * i, ratio: 0.5 + (0.1 * i)))]).ToHtml();
        Assert.AreEqual(1, Regex.Count(html, "<script"));
        Assert.AreEqual("<script>alert(1)</script>", new Page(html).Rows("Methods by")[1][0]);
    }

    [TestMethod]
    public void Verdict_IsAsGoodAsTheRecommendedModel()
    {
        StringAssert.Contains(Comparison(MadeUpMethods.Of("a", 0.002)).ToMarkdown(), "**Good:");
        StringAssert.Contains(Comparison(MadeUpMethods.Of("a", 0.03)).ToMarkdown(), "**Look closer:");
        StringAssert.Contains(Comparison(MadeUpMethods.Of("a", 0.002, ratio: 1.01)).ToMarkdown(), "**Look closer:");
        StringAssert.Contains(Comparison(MadeUpMethods.Of("a", 0.2)).ToMarkdown(), "**Problem:");
        StringAssert.Contains(Comparison(MadeUpMethods.Failed("a", "no")).ToMarkdown(), "**Problem: Stay with FP32.**");
    }
}
