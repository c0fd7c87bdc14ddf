using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Tool.Data;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>What mlquant quantize is asked for, all of it known to be there.</summary>
/// <param name="ModelFile">The FP32 model.</param>
/// <param name="Rows">The calibration rows.</param>
/// <param name="Validation">Other rows, to measure accuracy on; <see langword="null"/> without any.</param>
/// <param name="Options">How to quantize.</param>
internal sealed record QuantizationRequest(string ModelFile, IRowSource Rows, IRowSource? Validation, QuantizationOptions Options)
{
    public required string OutputFile { get; init; }

    public string? ReportFile { get; init; }

    public string? TableFile { get; init; }

    /// <summary>The work in a word.</summary>
    public string What { get; init; } = "Quantizing";

    /// <summary>Makes the model of the rows; quantizes after training is another way to.</summary>
    public Func<MLContext, IDataView, QuantizedOnnxTransformer>? Fit { get; init; }

    public void Run(Screen screen, CancellationToken token)
    {
        Terminal.OutputFile.CheckKind(OutputFile, Options.Target);
        var context = new MLContext(seed: 1);
        var watch = Stopwatch.StartNew();
        using var model = screen.Watch(context, Rows, What, view => Fit?.Invoke(context, view) ?? context.Transforms.Quantize(ModelFile, Options).Fit(view));
        var report = model.Report!;
        var evaluation = Validation == null ? null : screen.Watch(context, Validation, "Evaluating", view =>
            context.Quantization().Evaluate(view, model, Validation.HasClasses == null ? null : DataColumn.Label, cancellationToken: token));
        token.ThrowIfCancellationRequested();
        model.SaveForTarget(OutputFile);
        SharedOptions.Write(ReportFile, report.SaveHtml, report.ToMarkdown, report.ToJson);
        if (TableFile != null)
        {
            model.Calibration!.Save(TableFile);
        }

        double seconds = watch.Elapsed.TotalSeconds;
        foreach (string warning in report.Warnings)
        {
            screen.Warn(warning);
        }

        screen.Show(() => Json(report, evaluation, seconds), console => QuantizationSummary.Print(console, this, report, evaluation, seconds));
    }

    private string Json(QuantizationReport report, QuantizationEvaluation? evaluation, double seconds)
    {
        var json = new JsonObject
        {
            ["output"] = OutputFile,
            ["seconds"] = Math.Round(seconds, 2),
            ["report"] = JsonNode.Parse(report.ToJson()),
            ["evaluation"] = evaluation == null ? null : JsonNode.Parse(evaluation.ToJson()),
        };
        return json.ToJsonString(JsonText.Indented);
    }
}
