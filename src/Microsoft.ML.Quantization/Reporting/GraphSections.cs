using System.Xml.Linq;
using Microsoft.ML.Quantization.Reporting.Plots;
using static Microsoft.ML.Quantization.Reporting.Html;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Which nodes run in INT8, which do not, and why.</summary>
internal static class GraphSections
{
    /// <summary>A table of more rows than this is closed at first.</summary>
    private const int LongTable = 30;

    public static IEnumerable<XElement> Graph(ReportDocument document)
    {
        if (document.Nodes.Count == 0)
        {
            yield break;
        }

        yield return Element(
            "ul",
            ("class", "legend"),
            Key("fused", "INT8"),
            Key("folded", "folded into the node before it"),
            Key("unfused", "meant for INT8, but runs in FP32"),
            Key("float", "FP32"));
        yield return Scrolling("The graph, node by node", GraphStrip.Draw(document.Nodes, "strip"));
        yield return Regions(document.Nodes);
    }

    public static IEnumerable<XElement> Nodes(ReportDocument document)
    {
        if (document.Nodes.Count == 0)
        {
            yield break;
        }

        var table = new HtmlTable("Every node in the order of the graph", "Node", "Operator", "Runs in", "Fused", "Why") { IsFiltered = true };
        foreach (var node in document.Nodes)
        {
            table.Add(
                Name(node.Name),
                Shorten(node.OperatorType),
                Element("span", ("class", node.IsQuantized ? "tag" : "tag float"), NodeState.Describe(node)),
                node.IsQuantized ? node.IsFused ? "yes" : "no" : "",
                node.Reason);
        }

        yield return Closed(document.Nodes.Count, "nodes", table.ToElement());
    }

    /// <summary>Something long behind a line that opens it, or as it is where it is short.</summary>
    public static XElement Closed(int count, string what, XElement content) =>
        count <= LongTable ? content : Element("details", Element("summary", $"All {Words.Whole(count)} {what}"), content);

    private static XElement Regions(IReadOnlyList<NodeReport> nodes)
    {
        var table = new HtmlTable("Regions in the order of the graph", "Runs in", "Nodes#", "Operators", "From", "To");
        (int First, int Count, bool IsQuantized)[] regions = [.. NodeState.Regions(nodes)];
        foreach (var (first, count, isQuantized) in regions)
        {
            var operators = nodes.Skip(first).Take(count).GroupBy(node => node.OperatorType, StringComparer.Ordinal).OrderByDescending(group => group.Count());
            table.Add(
                isQuantized ? "INT8" : "FP32",
                Words.Whole(count),
                string.Join(", ", operators.Select(group => $"{group.Count()} {Shorten(group.Key)}")),
                Name(nodes[first].Name),
                Name(nodes[first + count - 1].Name));
        }

        return Closed(regions.Length, "regions", table.ToElement());
    }

    private static XElement Key(string style, string text) => Element(
        "li",
        Element("svg", ("aria-hidden", "true"), ("width", "14"), ("height", "14"), Element("rect", ("class", style), ("x", "1"), ("y", "1"), ("width", "12"), ("height", "12"))),
        text);
}
