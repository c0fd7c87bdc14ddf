using System.Globalization;
using System.Xml.Linq;
using static Microsoft.ML.Quantization.Reporting.Html;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>The stages of a trained model, and what its predictions are measured by.</summary>
internal static class StageSections
{
    public static IEnumerable<XElement> Stages(ReportDocument document)
    {
        if (document.Stages.Count == 0)
        {
            yield break;
        }

        yield return Element(
            "ul",
            ("class", "legend"),
            Element("li", Swatch("bar float"), "as it was trained"),
            Element("li", Swatch("bar"), "in the quantized model"));
        var (bytes, time) = (Largest(document.Stages.Select(stage => (double)(stage.Bytes.Before ?? 0))), Largest(document.Stages.Select(stage => stage.Microseconds.Before)));
        var table = new HtmlTable("Stages in the order in which rows go through them", "Stage", "Is", "Size in the file", "Time of a row", "Share of time#", "What was made of it, or why it stays");
        foreach (var stage in document.Stages)
        {
            table.Add(
                Element("div", ("class", "stage"), Name(stage.Name)),
                Element("span", ("class", stage.State == StageState.AsItWas ? "tag float" : "tag"), stage.Word),
                stage.Bytes.Before == null ? Words.Dash : Bars(StageWords.Bytes(stage), stage.Bytes.Before.Value / bytes, (stage.Bytes.After ?? 0) / bytes),
                double.IsNaN(stage.Microseconds.Before) ? Words.Dash : Bars(StageWords.Time(stage), stage.Microseconds.Before / time, stage.Microseconds.After / time),
                StageWords.Share(stage),
                Element("div", ("class", "words"), Words.Capital(stage.Explanation)));
        }

        yield return table.ToElement();
    }

    public static IEnumerable<XElement> Metrics(ReportDocument document)
    {
        if (document.Metrics.Count == 0)
        {
            yield break;
        }

        var table = new HtmlTable("The model as it was trained and the quantized one on the same rows", "Metric", "As trained#", "Quantized#", "Lost (95 % interval)#", "Better is");
        foreach (var metric in document.Metrics)
        {
            string[] cells = StageWords.Cells(metric);
            table.Add(Name(metric.Name), cells[0], cells[1], cells[2], metric.HigherIsBetter ? "more" : "less");
        }

        yield return table.ToElement();
    }

    private static double Largest(IEnumerable<double> values) => Math.Max(values.Where(double.IsFinite).DefaultIfEmpty().Max(), double.Epsilon);

    private static XElement Bars(string text, double before, double after) => Element(
        "div",
        ("class", "pair"),
        Element("span", text),
        Element("span", ("class", "bar float"), ("style", Width(before)), ("aria-hidden", "true")),
        Element("span", ("class", "bar"), ("style", Width(after)), ("aria-hidden", "true")));

    private static string Width(double share) => string.Create(CultureInfo.InvariantCulture, $"width:{100 * Math.Clamp(share, 0, 1):0.#}%");

    private static XElement Swatch(string style) => Element("span", ("class", $"swatch {style}"), ("aria-hidden", "true"));
}
