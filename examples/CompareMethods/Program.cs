using Examples;
using Microsoft.ML;
using Microsoft.ML.Quantization;

Settings settings;
try
{
    settings = Settings.From(args);
}
catch (Exception error) when (error is ArgumentException or FormatException)
{
    Console.Error.WriteLine($"{error.Message}\n\n{Settings.Usage}");
    return 1;
}

var mlContext = new MLContext(seed: 1);
ComparisonData data = ComparisonData.Read(mlContext, settings);

// Long steps tell through the context's log how much time is left.
mlContext.Log += (_, entry) =>
{
    if (entry.RawMessage.Contains("left", StringComparison.Ordinal))
    {
        Console.Error.WriteLine($"    {entry.Message}");
    }
};

// One pass over the calibration rows, one over the others: FP32 and nine ways to quantize it.
QuantizationComparison comparison = mlContext.Quantization().Compare(data.Calibration, data.Validation, settings.Model, data.LabelColumn, new QuantizationComparisonOptions
{
    InputColumnNames = data.InputColumns,
    Quantization = new QuantizationOptions { OnlyWhereFaster = !settings.Everything },
});
Console.WriteLine(comparison);

// The same as a page, with what is inside the recommended model, and as Markdown for a pull request.
Directory.CreateDirectory(settings.Output);
string page = Path.Combine(settings.Output, "comparison.html");
string markdown = Path.Combine(settings.Output, "comparison.md");
comparison.SaveHtml(page);
File.WriteAllText(markdown, comparison.ToMarkdown());
Console.WriteLine($"Report: {page}");
Console.WriteLine($"For a pull request: {markdown}");

// Options of a row are what Quantize takes to make that model.
if (comparison.Recommended.Options is { } best)
{
    string numbers = best.Effort == QuantizationEffort.Fast ? $", Calibration = CalibrationMethod.{best.Calibration}, PerChannel = {(best.PerChannel ? "true" : "false")}" : "";
    Console.WriteLine($"mlContext.Transforms.Quantize(\"{Path.GetFileName(settings.Model)}\", new QuantizationOptions {{ Effort = QuantizationEffort.{best.Effort}{numbers} }})");
}

return comparison.Methods.All(method => method.Error == null) ? 0 : 1;
