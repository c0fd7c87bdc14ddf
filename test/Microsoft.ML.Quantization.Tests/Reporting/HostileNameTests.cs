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

    /// <summary>Such characters would make a reader see another text than there is.</summary>
    [TestMethod]
    public void NothingInvisibleIsShown_AndNothingTurnsTheText()
    {
        string[] names = [.. "\u202E\u202D\u2066\u2069\u200F\u200B\u00AD\uFEFF\u001B\u0007\u2028".Select(c => $"ab{c}cd")];
        var document = Documents.Full(names);
        string[] all = [HtmlReport.Write(document), MarkdownReport.Write(document), JsonReport.Write(document), .. names.Select(name => new LayerSensitivity(name, name, 1, 1).ToString())];
        foreach (string shown in all)
        {
            StringAssert.Contains(shown, "cd");
            char[] left = [.. shown.Where(c => names.Any(name => name.Contains(c)) && c is not (>= 'a' and <= 'd'))];
            Assert.IsEmpty(left, $"U+{(int)left.FirstOrDefault():X4}");
        }
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
