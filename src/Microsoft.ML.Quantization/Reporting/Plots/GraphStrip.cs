using System.Xml.Linq;

namespace Microsoft.ML.Quantization.Reporting.Plots;

/// <summary>
/// The nodes of the graph side by side in their order: INT8 ones tall and filled, FP32 ones low and hatched, folded ones outlined.
/// Arcs above join a node to those it feeds further on.
/// </summary>
internal static class GraphStrip
{
    private const double Margin = 8;
    private const double ArcSpace = 64;
    private const double Tall = 116;
    private const double Low = 64;

    // Cells as wide as this can hold the operator's name.
    private const double NamedWidth = 15;
    private const double NarrowestWidth = 4;
    private const double PreferredWidth = 1000;
    private const int LongestName = 17;

    public static XElement Draw(IReadOnlyList<NodeReport> nodes, string id)
    {
        double cell = nodes.Count * NamedWidth <= 1.5 * PreferredWidth
            ? Math.Clamp(PreferredWidth / nodes.Count, NamedWidth, 36)
            : Math.Max(NarrowestWidth, PreferredWidth / nodes.Count);
        double bottom = ArcSpace + Tall;
        var drawing = new Drawing((2 * Margin) + (cell * nodes.Count), bottom + 24);
        for (int i = 0; i < nodes.Count; i++)
        {
            Links(drawing, nodes, i, cell);
        }

        for (int i = 0; i < nodes.Count; i++)
        {
            Cell(drawing, nodes[i], Margin + (i * cell), bottom, cell);
        }

        foreach (var (first, count, isQuantized) in NodeState.Regions(nodes))
        {
            Region(drawing, Margin + (first * cell), count * cell, bottom + 5, $"{(isQuantized ? "INT8" : "FP32")} \u00d7 {count}");
        }

        int quantized = nodes.Count(node => node.IsQuantized);
        return drawing.ToElement(
            id,
            "The graph, node by node",
            $"{nodes.Count} nodes in the order in which they run: {quantized} in INT8, {nodes.Count - quantized} in FP32. The table of regions says the same in words.",
            isFixed: true);
    }

    private static void Cell(Drawing drawing, NodeReport node, double x, double bottom, double cell)
    {
        double height = node.IsQuantized ? Tall : Low;
        double gap = cell >= NamedWidth ? 1.5 : 0.4;
        string style = node switch
        {
            { IsFolded: true } => "folded",
            { IsQuantized: true, IsFused: false } => "unfused",
            { IsQuantized: true } => "fused",
            _ => "float",
        };
        drawing.Box(x + gap, bottom - height, cell - (2 * gap), height, style, $"{node.OperatorType} {Html.Shorten(node.Name)}: {NodeState.Describe(node)}");
        if (cell >= NamedWidth)
        {
            string name = node.OperatorType.Length <= LongestName ? node.OperatorType : $"{node.OperatorType[..(LongestName - 1)]}\u2026";
            drawing.Text(x + (cell / 2) + 4, bottom - 6, node.IsQuantized ? name : name[..Math.Min(name.Length, 10)], style == "fused" ? "start inverse" : "start strong", isUpright: true);
        }
    }

    /// <summary>A short line to a neighbour, an arc to a node further on.</summary>
    private static void Links(Drawing drawing, IReadOnlyList<NodeReport> nodes, int place, double cell)
    {
        foreach (int source in nodes[place].Sources.Where(source => source < place))
        {
            if (source == place - 1)
            {
                drawing.Line(Margin + (place * cell) - 3, ArcSpace + Tall - (Low / 2), Margin + (place * cell) + 3, ArcSpace + Tall - (Low / 2), "arc");
                continue;
            }

            var (start, end) = (Margin + ((source + 0.5) * cell), Margin + ((place + 0.5) * cell));
            double height = Math.Min(ArcSpace - 8, 12 + (4 * Math.Sqrt(end - start)));
            string top = Drawing.At(ArcSpace - (height * 1.3));
            drawing.Path($"M{Drawing.At(start)} {TopOf(nodes[source])}V{Drawing.At(ArcSpace)}C{Drawing.At(start)} {top} {Drawing.At(end)} {top} {Drawing.At(end)} {Drawing.At(ArcSpace)}V{TopOf(nodes[place])}", "arc");
        }
    }

    private static string TopOf(NodeReport node) => Drawing.At(ArcSpace + Tall - (node.IsQuantized ? Tall : Low));

    private static void Region(Drawing drawing, double x, double width, double y, string label)
    {
        drawing.Line(x + 1, y, x + width - 1, y, "tick");
        if (width >= 7.0 * label.Length)
        {
            drawing.Text(x + (width / 2), y + 14, label, "mid");
        }
    }
}
