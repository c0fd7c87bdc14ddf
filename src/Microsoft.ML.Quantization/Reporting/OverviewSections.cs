using System.Xml.Linq;
using static Microsoft.ML.Quantization.Reporting.Html;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What is read first.</summary>
internal static class OverviewSections
{
    public static IEnumerable<XElement> Verdict(ReportDocument document)
    {
        if (document.Verdict is { } verdict)
        {
            var (style, word) = verdict.Level switch
            {
                VerdictLevel.Good => ("good", "\u2713 Good"),
                VerdictLevel.Caution => ("caution", "! Look closer"),
                _ => ("bad", "\u2717 Problem"),
            };
            yield return Element(
                "section",
                ("class", $"verdict {style}"),
                ("aria-labelledby", "verdict"),
                Element("p", ("class", "level"), word),
                Element("h2", ("id", "verdict"), verdict.Headline),
                verdict.Details.Select(detail => Element("p", detail)));
        }

        if (document.Measures is { } measures)
        {
            yield return Element("dl", ("class", "figures"), Figures(document, measures));
        }

        if (document.Figures.Count > 0)
        {
            yield return Element("dl", ("class", "figures"), document.Figures.Select(figure => Figure(figure.Name, figure.Value, figure.Note)));
        }
    }

    public static IEnumerable<XElement> Warnings(ReportDocument document)
    {
        if (document.Warnings.Count > 0)
        {
            yield return Element("ul", ("class", "warnings"), document.Warnings.Select(warning => Element("li", warning)));
        }
    }

    /// <summary>The hatching of what runs in FP32, for all drawings.</summary>
    public static XElement Patterns() => Element(
        "svg",
        ("aria-hidden", "true"),
        ("width", "0"),
        ("height", "0"),
        ("class", "patterns"),
        Element(
            "defs",
            Element("pattern", ("id", "hatch"), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse"), Element("path", ("class", "hatch"), ("d", "M-1 1l2-2M0 6l6-6M5 7l2-2")))));

    private static IEnumerable<XElement> Figures(ReportDocument document, Measures measures)
    {
        yield return Figure("Size", Words.Megabytes(measures.QuantizedBytes), $"from {Words.Megabytes(measures.FloatBytes)}, {Words.Smaller(measures.FloatBytes, measures.QuantizedBytes)}");
        if (measures.HasRows)
        {
            yield return Figure("Latency, one row", Words.Milliseconds(measures.QuantizedMilliseconds), $"from {Words.Milliseconds(measures.FloatMilliseconds)} on one thread, ratio {Words.Fixed(measures.LatencyRatio, 2)}");
            yield return Figure("Agreement", Words.Percent(measures.Agreement), $"of {Words.Whole(measures.Rows)} calibration rows decide alike");
            yield return Figure("Output SQNR", Words.Decibels(measures.Sqnr), OutputSections.Noisiest(document));
        }

        if (document.Nodes.Count > 0)
        {
            int quantized = document.Nodes.Count(node => node.IsQuantized);
            yield return Figure("INT8 nodes", $"{quantized} of {document.Nodes.Count}", $"{document.Nodes.Count(node => node.IsQuantized && node.IsFused)} run on INT8 values in ONNX Runtime");
        }
    }

    private static XElement Figure(string name, string value, string note) =>
        Element("div", Element("dt", name), Element("dd", Element("strong", value), Element("span", note)));
}
