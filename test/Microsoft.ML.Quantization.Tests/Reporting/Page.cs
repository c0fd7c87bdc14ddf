using System.Xml.Linq;

namespace Microsoft.ML.Quantization.Tests.Reporting;

/// <summary>A page of HTML that is well-formed XML too, taken apart.</summary>
internal sealed class Page
{
    private const string Doctype = "<!DOCTYPE html>\n";

    public Page(string html)
    {
        StringAssert.StartsWith(html, Doctype);
        Root = XElement.Parse(html[Doctype.Length..], LoadOptions.PreserveWhitespace);
    }

    public XElement Root { get; }

    public XElement[] All(string name) => [.. Root.Descendants(name)];

    public XElement Section(string id) => All("section").Single(section => (string?)section.Attribute("id") == id);

    public string[] SectionIds() => [.. All("section").Select(section => (string?)section.Attribute("id")).OfType<string>()];

    /// <summary>The rows of the table whose caption starts so, each the text of its cells.</summary>
    public string[][] Rows(string caption) =>
    [
        .. All("table").Single(table => table.Element("caption")!.Value.StartsWith(caption, StringComparison.Ordinal))
            .Element("tbody")!.Elements("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray()),
    ];
}
