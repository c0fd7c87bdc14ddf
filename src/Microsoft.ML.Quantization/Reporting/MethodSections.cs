using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Quantization.Reporting.Plots;
using static Microsoft.ML.Quantization.Reporting.Html;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What was tried, what it gained and lost, and which layers the loss comes from.</summary>
internal static class MethodSections
{
    public static IEnumerable<XElement> Methods(ReportDocument document)
    {
        if (document.Methods.Count == 0)
        {
            yield break;
        }

        var metric = document.Metric;
        string rows = document.Methods.Max(row => row.Rows) is { } tested ? $" on {Words.Whole(tested)} rows" : "";
        var table = new HtmlTable(
            $"Methods by {metric.Name}{rows}, time and size",
            "Method", "Best for", "FP32, INT8#", "Lost (95 % interval)#", "Agreement#", "SQNR#", "Latency FP32, INT8#", "Ratio#", "Rows a second#", "Size#", "Time to quantize#", "Peak memory#", "Effort");
        foreach (var row in document.Methods)
        {
            table.Add(
                row.Name == document.Recommended ? Element("strong", row.Name) : row.Name,
                Element("div", ("class", "words"), row.Name == document.Recommended ? $"Recommended. {Words.Capital(row.BestFor)}" : row.BestFor),
                Words.FromTo(row.FloatAccuracy, row.QuantizedAccuracy, metric.Value),
                metric.Loss(row.Loss, row.LossLow, row.LossHigh),
                Words.OrUnknown(row.Agreement, Words.Percent),
                Words.OrUnknown(row.Sqnr, Words.Decibels),
                Words.FromTo(row.FloatMilliseconds, row.QuantizedMilliseconds, Words.Milliseconds),
                Words.OrUnknown(row.LatencyRatio, ratio => Words.Fixed(ratio, 2)),
                Words.OrUnknown(row.RowsPerSecond, each => Words.Fixed(each, 0)),
                Words.OrUnknown(row.Bytes, Words.Megabytes),
                Words.OrUnknown(row.Seconds, seconds => $"{Words.Fixed(seconds, 1)} s"),
                Words.OrUnknown(row.PeakMemoryBytes, Words.Megabytes),
                row.Effort);
        }

        yield return table.ToElement();
    }

    public static IEnumerable<XElement> Attempts(ReportDocument document)
    {
        if (document.Attempts.Count == 0)
        {
            yield break;
        }

        var table = new HtmlTable(
            "What was tried to meet the budget, in this order", "Model", "Taken", "Outcome", "Lost (95 % interval)#", "At most#", "Rows tested#", "SQNR#", "Ratio of time (95 % interval)#", AttemptWords.LeftOut(document));
        foreach (var attempt in document.Attempts)
        {
            table.Add(
                attempt.Name,
                attempt.IsAccepted ? "yes" : "no",
                Element("div", ("class", "words"), attempt.Outcome),
                AttemptWords.Lost(attempt),
                AttemptWords.Bound(attempt),
                AttemptWords.Rows(attempt),
                AttemptWords.Sqnr(attempt),
                AttemptWords.Ratio(attempt),
                attempt.FloatNodes.Count == 0 ? "" : Element("div", attempt.FloatNodes.SelectMany((node, i) => i == 0 ? new[] { Name(node) } : [Element("br"), Name(node)])));
        }

        yield return table.ToElement();
    }

    public static IEnumerable<XElement> Front(ReportDocument document)
    {
        if (document.Front.Count == 0)
        {
            yield break;
        }

        yield return Element(
            "figure",
            FrontPlot.Draw(document.Front, document.Metric, "front-plot"),
            Element("figcaption", "Left is faster, down is more exact. Filled: no other one is both. The line joins them."));
        var table = new HtmlTable("The same in numbers", "Model", "Latency ratio#", "Lost#", "On the front");
        foreach (var point in document.Front)
        {
            table.Add(point.Label, Words.Fixed(point.LatencyRatio, 2), document.Metric.Loss(point.Loss), point.IsOnFront ? "yes" : "no");
        }

        yield return table.ToElement();
    }

    public static IEnumerable<XElement> Layers(ReportDocument document)
    {
        if (document.Layers.Count == 0)
        {
            yield break;
        }

        double most = Math.Max(document.Layers.Max(layer => layer.Share), double.Epsilon);
        var table = new HtmlTable("Each layer's share of the output's error, largest first", "Node", "Operator", "Runs in", "Share#", "") { IsFiltered = true };
        foreach (var layer in document.Layers.OrderByDescending(layer => layer.Share))
        {
            string width = string.Create(CultureInfo.InvariantCulture, $"width:{100 * layer.Share / most:0.#}%");
            table.Add(
                Name(layer.Node),
                layer.OperatorType,
                layer.IsQuantized ? "INT8" : "FP32",
                Words.Percent(layer.Share),
                Element("span", ("class", layer.IsQuantized ? "bar" : "bar float"), ("style", width), ("aria-hidden", "true")));
        }

        yield return table.ToElement();
    }
}
