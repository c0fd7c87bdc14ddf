using System.Text.Json;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Tests.Reporting;

/// <summary>Outputs that hold unlike things are shown by part, in all forms.</summary>
[TestClass]
public sealed class OutputSectionsTests
{
    private static readonly OutputReport Detections = Output("output0", 35, ("output0[.., 0:4]", 35.5), ("output0[.., 4:84]", 12));

    private static readonly ReportDocument Document = Documents.Full("a") with { Outputs = [Detections] };

    [TestMethod]
    public void Page_HasARowForEachPart()
    {
        var page = new Page(HtmlReport.Write(Document));
        CollectionAssert.AreEqual(new[] { "output0 35.0 dB", "output0[.., 0:4] 35.5 dB", "output0[.., 4:84] 12.0 dB" }, page.Rows("How close each output").Select(row => $"{row[0]} {row[1]}").ToArray());
        CollectionAssert.DoesNotContain(new Page(HtmlReport.Write(Document with { Outputs = [Output("y", 35)] })).SectionIds().ToArray(), "outputs", "One output of one kind is told above.");
    }

    [TestMethod]
    public void MarkdownAndJson_HaveEachPart()
    {
        ErrorAssert.Names(MarkdownReport.Write(Document), "| `output0` | 35.0 dB |", "| `output0[.., 4:84]` | 12.0 dB |");
        using var json = JsonDocument.Parse(JsonReport.Write(Document));
        var parts = json.RootElement.GetProperty("outputs")[0].GetProperty("parts");
        Assert.AreEqual(("output0[.., 4:84]", 12.0, 0.9), (parts[1].GetProperty("name").GetString(), parts[1].GetProperty("sqnrDecibels").GetDouble(), parts[1].GetProperty("agreement").GetDouble()));
    }

    [TestMethod]
    public void Text_HasEachPartAndTheVerdictNamesTheWorst()
    {
        var report = new QuantizationReport
        {
            Outputs = [Detections],
            EvaluatedRows = 10,
            Sqnr = 12,
            Agreement = 1,
            FloatBytes = 4,
            QuantizedBytes = 1,
            FloatLatency = TimeSpan.FromMilliseconds(2),
            QuantizedLatency = TimeSpan.FromMilliseconds(1),
            Nodes = [Documents.Node("conv", 0)],
        };
        ErrorAssert.Names(report.ToString(), "Output         output0: 35.0 dB", "  its part     output0[.., 4:84]: 12.0 dB");
        ErrorAssert.Names(report.ToMarkdown(), "Part 'output0\\[.., 4:84\\]' of output 'output0' is far from FP32's (12.0 dB)");
    }

    [TestMethod]
    public void NamesOfParts_AreNoMarkup()
    {
        var document = Documents.Full("a") with { Outputs = [.. Documents.Hostile.Select(name => Output(name, 20, ($"{name}[.., 0:4]", 20)))] };
        Assert.HasCount(2 * Documents.Hostile.Length, new Page(HtmlReport.Write(document)).Rows("How close each output"));
    }

    private static OutputReport Output(string name, double sqnr, params (string Name, double Sqnr)[] parts) =>
        new(name) { Sqnr = sqnr, Agreement = 0.9, Parts = [.. parts.Select(part => new OutputPartReport(part.Name) { Sqnr = part.Sqnr, Agreement = 0.9 })] };
}
