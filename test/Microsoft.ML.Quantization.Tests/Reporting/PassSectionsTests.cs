using System.Text.Json;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Tests.Reporting;

/// <summary>What became of each pass, and of its parts.</summary>
[TestClass]
public sealed class PassSectionsTests
{
    private static readonly ReportDocument Document = Documents.Full("a") with
    {
        Passes =
        [
            new("Equalization") { IsKept = true, Gain = 2.5, Seconds = 0.61, Reason = "it helps" },
            new("Equalization") { Group = "conv_1", IsKept = true, Gain = double.NaN, LocalGain = 3.25, Reason = "part of it" },
            new("Equalization") { Group = "conv_2", Gain = double.NaN, LocalGain = 0.5, Reason = "promises little" },
            new("WeightRounding") { Gain = -0.5, Seconds = 0.4, Reason = "it does harm" },
        ],
        FinerTarget = new("OnnxRuntimeX86Vnni") { Gain = 0.234, Rows = 64 },
    };

    [TestMethod]
    public void Page_HasPassesAndBehindThemTheirParts()
    {
        var page = new Page(HtmlReport.Write(Document));
        string[][] passes = page.Rows("Each pass, in the order");
        CollectionAssert.AreEqual(new[] { "\u2713 yes", "+2.50 dB", "0.6 s", "1 of 2 groups of channels", "it helps" }, passes[0][1..6]);
        CollectionAssert.AreEqual(new[] { "no", "-0.50 dB", "0.4 s", "", "it does harm" }, passes[1][1..6]);
        StringAssert.Contains(page.Section("passes").Value, "brought them +2.50 dB closer; trying all took 1.0 s");
        StringAssert.Contains(page.Section("passes").Value, "cost 0.2 dB on 64 calibration rows");
        CollectionAssert.AreEqual(new[] { "conv_1 \u2713 yes +3.25 dB", "conv_2 no +0.50 dB" }, page.Rows("Equalization by group").Select(row => string.Join(' ', row[..3])).ToArray());
    }

    [TestMethod]
    public void MarkdownAndJson_HaveThemToo()
    {
        ErrorAssert.Names(MarkdownReport.Write(Document), "| Equalization | yes | +2.50 dB | 1 of 2 groups of channels | it helps | 0.6 s |", "| WeightRounding | no | -0.50 dB |", "cost 0.2 dB on 64 calibration rows");
        using var json = JsonDocument.Parse(JsonReport.Write(Document));
        var part = json.RootElement.GetProperty("passes")[1];
        Assert.AreEqual(("conv_1", 3.25, JsonValueKind.Null), (part.GetProperty("group").GetString(), part.GetProperty("localGainDecibels").GetDouble(), part.GetProperty("gainDecibels").ValueKind));
        Assert.AreEqual(("OnnxRuntimeX86Vnni", 0.234), (json.RootElement.GetProperty("finerTarget").GetProperty("target").GetString(), json.RootElement.GetProperty("finerTarget").GetProperty("gainDecibels").GetDouble()));
    }

    [TestMethod]
    public void EveryPass_IsExplained()
    {
        foreach (var pass in typeof(QuantizationPasses).GetProperties().Where(property => property.PropertyType == typeof(bool?)))
        {
            Assert.AreNotEqual("", PassWords.About(pass.Name), $"say in PassWords what {pass.Name} does");
        }
    }

    [TestMethod]
    public void CostOfATarget_IsASentence()
    {
        ErrorAssert.Names(Document.FinerTarget!.ToString(), "CPUs without VNNI", "cost 0.2 dB on 64", "QuantizationTarget.OnnxRuntimeX86Vnni does without");
        StringAssert.Contains(new FinerTargetReport("OnnxRuntimeX86Vnni") { Gain = -0.1, Rows = 64 }.ToString(), "cost nothing");
    }
}
