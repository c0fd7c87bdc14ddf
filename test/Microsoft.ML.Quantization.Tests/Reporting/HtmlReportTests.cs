using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Tests.Reporting;

[TestClass]
public sealed class HtmlReportTests
{
    private static readonly string[] Sections = ["warnings", "passes", "targets", "methods", "attempts", "front", "layers", "graph", "nodes", "tensors", "weights"];

    [TestMethod]
    public void Page_BeginsWithTheVerdict()
    {
        var page = new Page(HtmlReport.Write(Documents.Full()));
        var first = page.All("main").Single().Elements().First();
        StringAssert.Contains((string?)first.Attribute("class"), "verdict");
        StringAssert.Contains(first.Value, "Headline conv/1");
        StringAssert.Contains(first.Value, "Look closer");
    }

    [TestMethod]
    public void Page_HasOneTitleAndAHeadingForEverySection()
    {
        var page = new Page(HtmlReport.Write(Documents.Full()));
        string[] headings = [.. page.Root.Descendants().Select(element => element.Name.LocalName).Where(name => name is "h1" or "h2" or "h3" or "h4")];
        Assert.AreEqual("h1", headings[0]);
        Assert.IsTrue(headings.Skip(1).All(heading => heading == "h2"), string.Join(' ', headings));
        Assert.HasCount(page.All("section").Length + 1, headings);
        CollectionAssert.AreEqual(Sections, page.SectionIds());
        Assert.AreEqual("en", (string?)page.Root.Attribute("lang"));
    }

    [TestMethod]
    public void Page_HasNoSectionThatIsEmpty()
    {
        var page = new Page(HtmlReport.Write(new ReportDocument { Title = "empty.onnx" }));
        Assert.IsEmpty(page.SectionIds());
        Assert.AreEqual("empty.onnx", page.All("h1").Single().Value);
    }

    [TestMethod]
    public void EveryDrawing_IsDescribedOrLeftOutForScreenReaders()
    {
        var page = new Page(HtmlReport.Write(Documents.Full()));
        XElement[] drawings = [.. page.All("svg").Where(svg => (string?)svg.Attribute("aria-hidden") != "true")];
        Assert.HasCount(1 + 1 + 3 + 3 + 1, drawings, "the front, the graph, a histogram and a curve for each tensor, the weights of the one node that has them");
        foreach (var svg in drawings)
        {
            Assert.AreEqual("img", (string?)svg.Attribute("role"));
            string labels = $"{(string?)svg.Element("title")!.Attribute("id")} {(string?)svg.Element("desc")!.Attribute("id")}";
            Assert.AreEqual(labels, (string?)svg.Attribute("aria-labelledby"));
            Assert.IsTrue(svg.Element("title")!.Value.Length > 0 && svg.Element("desc")!.Value.Length > 20);
        }
    }

    [TestMethod]
    public void EveryIdentifier_IsThereOnceAndEveryReferenceLeadsToOne()
    {
        var page = new Page(HtmlReport.Write(Documents.Full()));
        string[] ids = [.. page.Root.Descendants().Attributes("id").Select(id => id.Value)];
        CollectionAssert.AllItemsAreUnique(ids);
        var references = page.Root.Descendants().Attributes("aria-labelledby").SelectMany(value => value.Value.Split(' '))
            .Concat(page.Root.Descendants().Attributes("href").Select(link => link.Value.TrimStart('#')));
        foreach (string reference in references)
        {
            CollectionAssert.Contains(ids, reference);
        }
    }

    [TestMethod]
    public void EveryTable_HasACaptionHeadingsAndABoxThatScrolls()
    {
        var page = new Page(HtmlReport.Write(Documents.Full()));
        Assert.IsGreaterThan(5, page.All("table").Length);
        foreach (var table in page.All("table"))
        {
            Assert.IsGreaterThan(0, table.Element("caption")!.Value.Length);
            Assert.IsTrue(table.Descendants("th").All(heading => (string?)heading.Attribute("scope") is "col" or "row"));
            int columns = table.Element("thead")!.Descendants("th").Count();
            Assert.IsTrue(table.Element("tbody")!.Elements("tr").All(row => row.Elements().Count() == columns && row.Elements("th").Count() == 1));
            Assert.AreEqual(("scroll", "region", "0"), ((string?)table.Parent!.Attribute("class"), (string?)table.Parent.Attribute("role"), (string?)table.Parent.Attribute("tabindex")));
        }
    }

    [TestMethod]
    public void Page_LoadsNothing()
    {
        string html = HtmlReport.Write(Documents.Full());
        var page = new Page(html);
        Assert.IsFalse(html.Contains("://", StringComparison.Ordinal), "an address of somewhere else");
        Assert.IsTrue(page.Root.Descendants().Attributes("href").All(link => link.Value.StartsWith('#')));
        Assert.IsFalse(page.Root.Descendants().Attributes().Any(attribute => attribute.Name.LocalName is "src" or "srcset" or "data" or "action" or "poster"));
        Assert.IsEmpty(page.All("link"));
        Assert.IsFalse(html.Contains("@import", StringComparison.Ordinal));
        Assert.IsTrue(Regex.Matches(html, @"url\(([^)]*)\)").All(match => match.Groups[1].Value == "#hatch"));
    }

    [TestMethod]
    public void StyleAndScript_ArriveAsTheyWereWritten()
    {
        string html = HtmlReport.Write(Documents.Full());
        foreach (string tag in new[] { "style", "script" })
        {
            string text = Regex.Match(html, $"<{tag}>(.*?)</{tag}>", RegexOptions.Singleline).Groups[1].Value;
            Assert.IsGreaterThan(500, text.Length);
            Assert.AreEqual(-1, text.IndexOfAny(['&', '<', '>']), $"a browser does not decode what is in <{tag}>");
        }
    }

    [TestMethod]
    public void Policy_LetsOnlyOurScriptRun()
    {
        var page = new Page(HtmlReport.Write(Documents.Full()));
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.All("script").Single().Value)));
        string policy = page.All("meta").Select(meta => (string?)meta.Attribute("content")).Single(content => content?.Contains("default-src 'none'", StringComparison.Ordinal) == true)!;
        StringAssert.Contains(policy, $"script-src 'sha256-{hash}'");
    }

    [TestMethod]
    public void Write_IsTheSameForTheSameReport() =>
        Assert.AreEqual(HtmlReport.Write(Documents.Full(Documents.Hostile)), HtmlReport.Write(Documents.Full(Documents.Hostile)));

    [TestMethod]
    public void LargeModel_MakesAPageOfAFewMegabytes()
    {
        var document = Documents.Large(nodes: 2000, tensors: 500);
        string html = HtmlReport.Write(document);
        Assert.IsLessThan(4_000_000, Encoding.UTF8.GetByteCount(html));
        var page = new Page(html);
        Assert.HasCount(2000, page.Rows("Every node in the order"));
        Assert.HasCount(500, page.Rows("Every quantized activation tensor"));
    }

    [TestMethod]
    public void LongNames_AreShortened()
    {
        string html = HtmlReport.Write(Documents.Full(new string('n', 1_000_000)));
        Assert.IsLessThan(200_000, html.Length);
    }
}
