using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Microsoft.ML.Quantization.Reporting.Html;
using static Microsoft.ML.Quantization.Reporting.JsonValues;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What the model is like in the file of each target, as each format writes it.</summary>
internal static class TargetSections
{
    /// <summary>What is known of targets, each part where there is one.</summary>
    public static void Add(JsonObject json, ReportDocument document)
    {
        if (document.FinerTarget is { } finer)
        {
            json["finerTarget"] = new JsonObject { ["target"] = finer.Target, ["gainDecibels"] = Number(finer.Gain), ["rows"] = finer.Rows };
        }

        if (document.Targets.Count > 0)
        {
            json["targets"] = Json(document.Targets);
        }
    }

    public static IEnumerable<XElement> Targets(ReportDocument document)
    {
        if (document.Targets.Count == 0)
        {
            yield break;
        }

        var table = new HtmlTable("The file of each target", "Target", "Size#", "Nodes in INT8#", "In FP32", "Findings", "Compared");
        foreach (var target in document.Targets)
        {
            table.Add(target.Target, Size(target), Nodes(target), Sentences(TargetWords.Islands(target)), Sentences(target.Findings), Element("div", ("class", "words"), target.Compared));
        }

        yield return table.ToElement();
    }

    public static IEnumerable<string[]> Lines(ReportDocument document) => document.Targets.Select(target => new[]
    {
        Markdown.Text(target.Target), Size(target), Nodes(target), Markdown.Text(string.Join("; ", TargetWords.Islands(target))), Markdown.Text(string.Join(' ', target.Findings)), Markdown.Text(target.Compared),
    });

    public static JsonArray Json(IReadOnlyList<TargetReport> targets) => List(targets, target => new JsonObject
    {
        ["target"] = target.Target,
        ["file"] = target.File,
        ["bytes"] = target.Bytes,
        ["integerNodes"] = target.IntegerNodes,
        ["floatNodes"] = List(target.FloatNodes, node => new JsonObject { ["name"] = node.Name, ["operator"] = node.OperatorType, ["reason"] = node.Reason }),
        ["findings"] = List(target.Findings, finding => JsonValue.Create(finding)),
        ["compared"] = target.Compared,
    });

    private static XElement Sentences(IEnumerable<string> sentences) => Element("div", ("class", "words"), sentences.Select(each => Element("p", each)));

    private static string Size(TargetReport target) => target.Bytes == 0 ? "" : Words.Megabytes(target.Bytes);

    private static string Nodes(TargetReport target) => string.Create(CultureInfo.InvariantCulture, $"{target.IntegerNodes} of {target.IntegerNodes + target.FloatNodes.Count}");
}
