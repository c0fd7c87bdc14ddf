using System.Xml.Linq;
using Microsoft.ML.Quantization.Reporting.Plots;
using static Microsoft.ML.Quantization.Reporting.Html;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>How activations and weights are spread, and what INT8 keeps of them.</summary>
internal static class TensorSections
{
    /// <summary>The most tensors, and nodes, that are drawn; tables and JSON hold the rest. It bounds the size of the page.</summary>
    private const int MostDrawn = 100;

    private const int Open = 2;

    public static IEnumerable<XElement> Tensors(ReportDocument document)
    {
        if (document.Tensors.Count == 0)
        {
            yield break;
        }

        CalibratedTensor[] drawn = [.. document.Noisiest.Where(tensor => tensor.Histogram != null || tensor.Curve != null).Take(MostDrawn)];
        if (drawn.Length > 0)
        {
            yield return Element("p", drawn.Length < document.Tensors.Count ? $"The {drawn.Length} noisiest are drawn, the noisiest first; the table has all." : "The noisiest first.");
        }

        for (int i = 0; i < drawn.Length; i++)
        {
            yield return Details(drawn[i].Name, $"{Words.Decibels(drawn[i].Sqnr)}, range {Words.Range(drawn[i].Low, drawn[i].High)}, {Words.Percent(drawn[i].ClippedShare)} clipped", i < Open, Plots(drawn[i], $"t{i}"));
        }

        var table = new HtmlTable("Every quantized activation tensor, in the order in which they are computed", "Tensor", "FP32 range#", "INT8 range#", "Scale#", "Zero point#", "Clipped#", "SQNR#") { IsFiltered = true };
        foreach (var tensor in document.Tensors)
        {
            var known = tensor.Calibrated;
            table.Add(
                Name(tensor.Name),
                Words.Range(known.Minimum, known.Maximum),
                Words.Range(known.Low, known.High),
                Words.Number(tensor.Scale),
                Words.Whole(tensor.ZeroPoint),
                Words.Percent(known.ClippedShare),
                Words.Decibels(known.Sqnr));
        }

        yield return GraphSections.Closed(document.Tensors.Count, "activation tensors", table.ToElement());
    }

    public static IEnumerable<XElement> Weights(ReportDocument document)
    {
        NodeReport[] weighted = [.. document.Nodes.Where(node => node.Weights != null).OrderByDescending(node => node.Weights!.Spread)];
        if (weighted.Length == 0)
        {
            yield break;
        }

        yield return Element("p", "FP32 weights by output channel, the most uneven nodes first. Where channels differ much, one scale for all of them rounds the narrow ones away; a scale for each does not.");
        yield return Element("div", ("class", "columns"), weighted.Take(MostDrawn).Select((node, i) => Details(
            node.Name,
            $"{Shorten(node.OperatorType)}, {node.Weights!.Low.Length} channels, widest {Words.Number(node.Weights.Spread)} times the narrowest",
            i < Open,
            [Element("figure", WeightPlot.Draw(node.Name, node.Weights, $"w{i}"), Element("figcaption", "The smallest to the largest weight of each output channel."))])));
        var table = new HtmlTable("Every node with INT8 weights, the most uneven first", "Node", "Channels#", "Least weight#", "Largest weight#", "Widest over narrowest#") { IsFiltered = true };
        foreach (var node in weighted)
        {
            table.Add(Name(node.Name), Words.Whole(node.Weights!.Low.Length), Words.Number(node.Weights.Low.DefaultIfEmpty().Min()), Words.Number(node.Weights.High.DefaultIfEmpty().Max()), Words.Number(node.Weights.Spread));
        }

        yield return GraphSections.Closed(weighted.Length, "nodes with INT8 weights", table.ToElement());
    }

    private static List<XElement> Plots(CalibratedTensor tensor, string id)
    {
        List<XElement> plots = [];
        if (tensor.Histogram is { } histogram)
        {
            plots.Add(Element("figure", HistogramPlot.Draw(tensor, histogram, $"{id}h"), Element("figcaption", $"How often each value occurs, zeros ({Words.Percent(tensor.ZeroShare)}) left out. Between the dashed lines: what INT8 keeps.")));
        }

        if (tensor.Curve is { } curve && CurvePlot.Quantity(tensor) is { } quantity && CurvePlot.Draw(tensor, quantity, curve, $"{id}c") is { } plot)
        {
            plots.Add(Element("figure", plot, Element("figcaption", $"{Words.Capital(quantity)} for each threshold. {tensor.Reason}")));
        }
        else
        {
            plots.Add(Element("p", tensor.Reason));
        }

        return plots;
    }

    private static XElement Details(string name, string note, bool isOpen, IEnumerable<XElement> content) => Element(
        "details",
        isOpen ? ("open", "open") : null,
        Element("summary", Name(name), Element("span", note)),
        Element("div", ("class", "plots"), content));
}
