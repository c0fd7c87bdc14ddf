using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Microsoft.ML.Quantization.Reporting.Html;
using static Microsoft.ML.Quantization.Reporting.JsonValues;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>How close each output is to FP32's, and each part of those that hold unlike things, as each format writes it.</summary>
internal static class OutputSections
{
    public static IEnumerable<XElement> Outputs(ReportDocument document)
    {
        if (!HasSeveral(document))
        {
            yield break;
        }

        var table = new HtmlTable("How close each output is to FP32's", "Output, or part of one", "SQNR#", "Agreement#");
        foreach (var output in document.Outputs)
        {
            table.Add(Name(output.Name), Words.Decibels(output.Sqnr), Words.Percent(output.Agreement));
            foreach (var part in output.Parts)
            {
                table.Add(Element("span", ("class", "part"), Name(part.Name)), Words.Decibels(part.Sqnr), Words.Percent(part.Agreement));
            }
        }

        if (document.Outputs.Any(output => output.Parts.Count > 0))
        {
            yield return Element("p", "Some outputs hold unlike things, as detectors write boxes beside scores. In one sum the large ones hide the small ones: each part counts by itself.");
        }

        yield return GraphSections.Closed(document.Outputs.Count, "outputs", table.ToElement());
    }

    public static IEnumerable<string[]> Lines(ReportDocument document) => HasSeveral(document) ? document.Outputs.SelectMany(Lines) : [];

    public static JsonArray Json(IReadOnlyList<OutputReport> outputs) => List(outputs, output =>
    {
        var json = Json(output.Name, output.Sqnr, output.Agreement);
        if (output.Parts.Count > 0)
        {
            json["parts"] = List(output.Parts, part => Json(part.Name, part.Sqnr, part.Agreement));
        }

        return json;
    });

    /// <summary>What the lowest SQNR is that of.</summary>
    public static string Noisiest(ReportDocument document) => document.Outputs.Any(output => output.Parts.Count > 0) ? "of the noisiest part of an output"
        : document.Outputs.Count > 1 ? $"of the noisiest of {document.Outputs.Count} outputs"
        : "signal to quantization noise";

    private static bool HasSeveral(ReportDocument document) => document.Outputs.Count > 1 || document.Outputs.Any(output => output.Parts.Count > 0);

    private static IEnumerable<string[]> Lines(OutputReport output) =>
        output.Parts.Select(part => (part.Name, part.Sqnr, part.Agreement)).Prepend((output.Name, output.Sqnr, output.Agreement))
            .Select(line => new[] { Markdown.Code(line.Name), Words.Decibels(line.Sqnr), Words.Percent(line.Agreement) });

    private static JsonObject Json(string name, double sqnr, double agreement) => new() { ["name"] = name, ["sqnrDecibels"] = Number(sqnr), ["agreement"] = Number(agreement) };
}
