using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using static Microsoft.ML.Quantization.Reporting.Html;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Writes a report as one page that needs nothing else: no network, no script, no other file.</summary>
internal static class HtmlReport
{
    public static string Write(ReportDocument document)
    {
        (string Id, string Heading, XElement[] Content)[] sections =
        [
            .. new (string Id, string Heading, IEnumerable<XElement> Content)[]
            {
                ("warnings", "Warnings and what to do", OverviewSections.Warnings(document)),
                ("stages", "Stages", StageSections.Stages(document)),
                ("metrics", "Metrics", StageSections.Metrics(document)),
                ("outputs", "Outputs", OutputSections.Outputs(document)),
                ("passes", "Passes over the numbers", PassSections.Passes(document)),
                ("methods", "Methods compared", MethodSections.Methods(document)),
                ("attempts", "Attempts", MethodSections.Attempts(document)),
                ("front", "Accuracy against latency", MethodSections.Front(document)),
                ("layers", "Layers by sensitivity", MethodSections.Layers(document)),
                ("graph", "The graph: INT8 and FP32", GraphSections.Graph(document)),
                ("nodes", "Nodes", GraphSections.Nodes(document)),
                ("tensors", "Activation tensors", TensorSections.Tensors(document)),
                ("weights", "Weight ranges by channel", TensorSections.Weights(document)),
            }.Select(section => (section.Id, section.Heading, section.Content.ToArray())).Where(section => section.Item3.Length > 0),
        ];
        var page = Element(
            "html",
            ("lang", "en"),
            Head(document),
            Element(
                "body",
                Element("a", ("class", "skip"), ("href", "#main"), "Skip to the report"),
                OverviewSections.Patterns(),
                Element("header", Element("p", ("class", "kind"), "Quantization report"), Element("h1", Shorten(document.Title))),
                Element(
                    "main",
                    ("id", "main"),
                    OverviewSections.Verdict(document),
                    Contents(sections.Select(section => (section.Id, section.Heading))),
                    sections.Select(section => Section(section.Id, section.Heading, section.Content))),
                Element("footer", Element("p", $"Made by Microsoft.ML.Quantization. {Compared(document)}; times were measured on the machine that made this page.")),
                Element("script", new XText(Resource("report.js")))));
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    private static string Compared(ReportDocument document) => document.Stages.Count > 0 ? "The quantized model against the one that ML.NET trained" : "INT8 against FP32";

    private static XElement Head(ReportDocument document)
    {
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Resource("report.js"))));
        return Element(
            "head",
            Element("meta", ("charset", "utf-8")),
            Element("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")),
            Element("meta", ("http-equiv", "Content-Security-Policy"), ("content", $"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")),
            Element("title", $"Quantization report: {Shorten(document.Title)}"),
            Element("style", new XText(Resource("report.css"))));
    }

    private static XElement Section(string id, string heading, XElement[] content) =>
        Element("section", ("id", id), ("aria-labelledby", $"{id}-heading"), Element("h2", ("id", $"{id}-heading"), heading), content);

    private static XElement Contents(IEnumerable<(string Id, string Heading)> sections) => Element(
        "nav",
        ("aria-label", "Contents"),
        Element("ul", sections.Select(section => Element("li", Element("a", ("href", $"#{section.Id}"), section.Heading)))));

    /// <summary>With the same line ends wherever it was built; none of the characters that XML would escape may be in it.</summary>
    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
