using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Tests.Reporting;

/// <summary>The names in a model are whatever its author wrote: in a report they are text and nothing else.</summary>
[TestClass]
public sealed class HostileNameTests
{
    [TestMethod]
    public void Html_ShowsThemAsText()
    {
        string plain = HtmlReport.Write(Documents.Full([.. Documents.Hostile.Select((_, i) => $"n{i}")]));
        string html = HtmlReport.Write(Documents.Full(Documents.Hostile));
        var (expected, page) = (new Page(plain), new Page(html));
        Assert.AreEqual(Elements(expected), Elements(page), "names made or removed elements or attributes");
        string[] names = [.. page.Rows("Every node in the order").Select(row => row[0])];
        Assert.HasCount(Documents.Hostile.Length, names);
        CollectionAssert.Contains(names, "<script>alert(1)</script>");
        CollectionAssert.Contains(names, "\" onload=\"alert(1)");
        CollectionAssert.Contains(names, "line\nbreak\uFFFD\uFFFD");
        Assert.AreEqual(1, Regex.Count(html, "<script"));
    }

    [TestMethod]
    public void Markdown_KeepsTablesWhole()
    {
        string markdown = MarkdownReport.Write(Documents.Full(Documents.Hostile));
        int columns = 0;
        foreach (string line in markdown.Split('\n'))
        {
            // A cell's own bars are escaped; a row with more or fewer bars than its heading has lost a cell.
            int bars = Regex.Count(line, @"(?<!\\)\|");
            Assert.IsTrue(bars == 0 || columns == 0 || bars == columns, line);
            columns = bars;
        }

        StringAssert.Contains(markdown, @"`a\|b\|c`");
        StringAssert.Contains(markdown, "``` `x``y` ```");
        StringAssert.Contains(markdown, "best &lt;script&gt;alert(1)&lt;/script&gt;");
        StringAssert.Contains(markdown, @"best &#64;someone \[x\](https");
        Assert.IsFalse(markdown.Contains("best <script", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Json_KeepsThemWhole()
    {
        using var json = JsonDocument.Parse(JsonReport.Write(Documents.Full(Documents.Hostile)));
        string[] names = [.. json.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()!)];
        CollectionAssert.IsSubsetOf(Documents.Hostile.Where(name => !name.Contains('\uD800')).ToArray(), names);
    }

    [TestMethod]
    public void NodeOfARealModel_IsEncoded()
    {
        var model = SmallModels.Residual();
        model.Graph.Node[0].Name = Documents.Hostile[0];
        var report = QuantizerRun.Quantize(model, QuantizerRun.Rows(3, SmallModels.Image)).Report.Value;
        Assert.AreEqual(Documents.Hostile[0], new Page(report.ToHtml()).Rows("Every node in the order")[0][0]);
    }

    private static string Elements(Page page) => string.Join('\n', page.Root.DescendantsAndSelf()
        .Select(element => $"{element.Name.LocalName} {string.Join(' ', element.Attributes().Select(attribute => attribute.Name.LocalName))}"));
}
