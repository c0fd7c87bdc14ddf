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
        QuantizationPassReport[] wholes = [.. document.Passes.Where(PassWords.IsWhole)];
        if (wholes.Length > 0)
        {
            yield return Element("p", $"Passes change scales, integers and biases, and no node: INT8 takes as long with them as without. Each was tried on top of those kept before it, on rows that were held back from it, and is kept only if the outputs come closer to FP32's by a margin. {PassWords.Together(wholes)}");
            var table = new HtmlTable("Each pass, in the order in which they were tried", "Pass", "Kept", "Outputs closer by#", "Time#", "Of its parts", "Why", "What it does");
            foreach (var pass in wholes)
            {
                var parts = pass.Group.Length > 0 ? [] : PassWords.Parts(pass, document.Passes);
                table.Add(
                    Shorten(PassWords.What(pass)),
                    Kept(pass),
                    PassWords.Gain(pass),
                    PassWords.Seconds(pass),
                    parts.Length == 0 ? "" : $"{PassWords.Counted(parts)} {PassWords.Noun(pass, parts.Length)}",
                    Element("div", ("class", "words"), pass.Reason),
                    Element("div", ("class", "words"), PassWords.About(pass.Name)));
            }

            yield return table.ToElement();
        }

        foreach (var group in document.Passes.Where(pass => !PassWords.IsWhole(pass)).GroupBy(pass => pass.Name, StringComparer.Ordinal))
        {
            yield return Parts(group.Key, [.. group]);
        }

        if (document.FinerTarget is { } finer)
        {
            yield return Element("p", ("class", "after"), finer.ToString());
        }
    }

    /// <summary>The passes as wholes: what became of their parts is in the other forms.</summary>
    public static IEnumerable<string[]> Lines(ReportDocument document) => document.Passes.Where(PassWords.IsWhole).Select(pass => new[]
    {
        Markdown.Text(PassWords.What(pass)),
        pass.IsKept ? "yes" : "no",
        PassWords.Gain(pass),
        pass.Group.Length == 0 && PassWords.Parts(pass, document.Passes) is { Length: > 0 } parts ? $"{PassWords.Counted(parts)} {PassWords.Noun(pass, parts.Length)}" : "",
        Markdown.Text(pass.Reason),
        PassWords.Seconds(pass),
    });

    public static JsonArray Json(IReadOnlyList<QuantizationPassReport> passes) => List(passes, pass => new JsonObject
    {
        ["name"] = pass.Name,
        ["group"] = pass.Group,
        ["kept"] = pass.IsKept,
        ["gainDecibels"] = Number(pass.Gain),
        ["localGainDecibels"] = Number(pass.LocalGain),
        ["reason"] = pass.Reason,
        ["seconds"] = Number(pass.Seconds),
    });

    private static XElement Parts(string name, QuantizationPassReport[] parts)
    {
        string noun = PassWords.Noun(parts[0], parts.Length);
        var table = new HtmlTable(
            PassWords.IsByLayer(parts[0]) ? $"{Shorten(name)} by layer: the error that rounded weights make of the layer's output" : $"{Shorten(name)} by group of channels, named by its first tensor: the predicted error in the layers that read it",
            PassWords.IsByLayer(parts[0]) ? "Layer" : "First tensor",
            "Kept",
            "Error falls by#",
            "Why") { IsFiltered = parts.Length > 10 };
        foreach (var part in parts)
        {
            table.Add(Name(part.Group), Kept(part), PassWords.Gain(part), part.Reason);
        }

        return Element("details", Element("summary", $"{Shorten(name)}: {PassWords.Counted(parts)} {noun} kept"), table.ToElement());
    }

    private static XElement Kept(QuantizationPassReport pass) => Element("span", ("class", pass.IsKept ? "tag" : "tag float"), pass.IsKept ? "\u2713 yes" : "no");
}
