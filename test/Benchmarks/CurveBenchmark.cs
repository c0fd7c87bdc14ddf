using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Reporting.Plots;

namespace Benchmarks;

/// <summary>
/// What entropy makes of each tensor of a model: how much of the range that was observed it keeps, and a drawing of the divergence against the threshold,
/// for the tensor that it cuts most and the one that it cuts least.
/// </summary>
internal static class CurveBenchmark
{
    private const string File = "entropy-curves.svg";
    private const double Width = 760;
    private const double Height = 212;

    private const string Style = "rect.page{fill:#fff} text{font:11px system-ui,sans-serif;fill:#5b6470} text.head{font-size:12px;font-weight:600;fill:#1c2430} .mid{text-anchor:middle} .end{text-anchor:end} .start{text-anchor:start} "
        + "text.int8{fill:#0b6e75;font-weight:600} .grid{stroke:#e3e6ea} .tick{stroke:#8a929c} .threshold{stroke:#0b6e75;stroke-width:1.5;stroke-dasharray:4 3} .curve{fill:none;stroke:#0b6e75;stroke-width:2} .least{fill:#0b6e75;stroke:#fff}";

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "tensor", "largest magnitude", "entropy's threshold", "kept %", "KL there", "KL at the largest");
        var drawn = new List<CalibratedTensor>();
        foreach (var model in LabelledModel.All.Where(model => arguments.Selects(model.Name)))
        {
            if (Assets.Model(model.File) is not { } path)
            {
                continue;
            }

            var options = new QuantizationOptions { Effort = QuantizationEffort.Fast, Calibration = CalibrationMethod.Entropy };
            var result = PostTrainingQuantizer.Run(path, [.. model.Calibration.Take(Math.Min(model.Calibration.Count, arguments.Number("rows", 200))).Select(row => row.Inputs)], options, new SilentProgress());
            using var quantized = result.Model;
            CalibratedTensor[] tensors = [.. result.Calibration.Tensors.Where(tensor => tensor.Curve is { Thresholds.Count: > 8 }).OrderBy(Kept)];
            foreach (var tensor in tensors)
            {
                var curve = tensor.Curve!;
                table.Row(model.Name, tensor.Name, Text(curve.Thresholds[^1]), Text(curve.Thresholds[curve.MinimumIndex]), Text(100 * Kept(tensor)), Text(curve.Divergences[curve.MinimumIndex]), Text(curve.Divergences[^1]));
            }

            if (drawn.Count == 0 && tensors.Length > 1)
            {
                drawn.AddRange([tensors[0], tensors[^1]]);
            }
        }

        if (drawn.Count > 0)
        {
            System.IO.File.WriteAllText(File, Draw(drawn).ToString(SaveOptions.DisableFormatting) + "\n");
            Console.WriteLine($"Wrote {File}.");
        }
    }

    private static double Kept(CalibratedTensor tensor) => tensor.Curve!.Thresholds[tensor.Curve.MinimumIndex] / tensor.Curve.Thresholds[^1];

    private static XElement Draw(List<CalibratedTensor> tensors)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var page = new XElement(svg + "svg", new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")), new XAttribute("width", Width), new XAttribute("height", Height), new XElement(svg + "style", Style), new XElement(svg + "rect", new XAttribute("class", "page"), new XAttribute("width", Width), new XAttribute("height", Height)));
        for (int i = 0; i < tensors.Count; i++)
        {
            if (CurvePlot.Draw(tensors[i], "divergence", tensors[i].Curve!, $"curve{i}") is not { } plot)
            {
                continue;
            }

            foreach (var element in plot.DescendantsAndSelf())
            {
                element.Name = svg + element.Name.LocalName;
            }

            plot.SetAttributeValue("x", i * Width / 2);
            plot.SetAttributeValue("y", 24);
            page.Add(new XElement(svg + "text", new XAttribute("class", "head"), new XAttribute("x", (i * Width / 2) + 48), new XAttribute("y", 18), $"KL by threshold, {tensors[i].Name}"), plot);
        }

        return page;
    }

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
