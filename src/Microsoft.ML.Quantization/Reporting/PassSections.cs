using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Microsoft.ML.Quantization.Reporting.Html;
using static Microsoft.ML.Quantization.Reporting.JsonValues;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What became of the passes over the numbers of the model, as each format writes it.</summary>
internal static class PassSections
{
    public static IEnumerable<XElement> Passes(ReportDocument document)
    {
        if (document.Passes.Count == 0)
        {
            yield break;
        }

        var table = new HtmlTable("Passes over scales, integers and biases, judged on rows that were held back from them", "Pass", "Tensor or layer", "Kept", "Gain#", "Why", "Time#");
        foreach (var pass in document.Passes)
        {
            table.Add(pass.Name, pass.Group.Length == 0 ? "" : Name(pass.Group), pass.IsKept ? "yes" : "no", PassWords.Gain(pass), Element("div", ("class", "words"), pass.Reason), PassWords.Seconds(pass));
        }

        yield return table.ToElement();
    }

    public static IEnumerable<string[]> Lines(ReportDocument document) => document.Passes.Select(pass => new[]
    {
        Markdown.Text(pass.Name), pass.Group.Length == 0 ? "" : Markdown.Code(pass.Group), pass.IsKept ? "yes" : "no", PassWords.Gain(pass), Markdown.Text(pass.Reason), PassWords.Seconds(pass),
    });

    public static JsonArray Json(IReadOnlyList<QuantizationPassReport> passes) => List(passes, pass => new JsonObject
    {
        ["name"] = pass.Name,
        ["group"] = pass.Group,
        ["kept"] = pass.IsKept,
        ["gainDecibels"] = Number(pass.Gain),
        ["reason"] = pass.Reason,
        ["seconds"] = Number(pass.Seconds),
    });
}
