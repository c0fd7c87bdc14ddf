using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Tool.Options;
using Microsoft.ML.Quantization.Tool.Terminal;
using Spectre.Console;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant sensitivity: which layers make the error.</summary>
internal static class SensitivityCommand
{
    private const int Shown = 20;

    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("sensitivity", "Rank layers by the error that INT8 makes in them");
        var model = SharedOptions.Model();
        var json = SharedOptions.Json();
        var all = new Option<bool>("--all") { Description = $"Show all layers, not the first {Shown}" };
        var (data, settings) = (new DataOptions(), new ModelOptions());
        command.Arguments.Add(model);
        command.Options.Add(json);
        command.Options.Add(all);
        data.AddTo(command);
        settings.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            string modelFile = SharedOptions.Existing(parsed, model);
            var rows = data.Open(parsed, modelFile);
            var screen = new Screen(output, errors, parsed.GetValue(json));
            var context = new MLContext(seed: 1);
            var layers = screen.Watch(context, rows, "Ranking layers", view => context.Quantization().Sensitivity(view, modelFile, settings.Read(parsed, modelFile, rows.Columns, token)));
            screen.Show(() => Json(layers), console => Print(console, layers, parsed.GetValue(all) ? layers.Count : Shown));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static string Json(IReadOnlyList<LayerSensitivity> layers) => new JsonArray([.. layers.Select(layer => new JsonObject
    {
        ["node"] = layer.NodeName,
        ["operator"] = layer.OperatorType,
        ["errorShare"] = layer.ErrorShare,
        ["sqnrDecibels"] = double.IsFinite(layer.Sqnr) ? layer.Sqnr : null,
    })]).ToJsonString(JsonText.Indented);

    private static void Print(IAnsiConsole console, IReadOnlyList<LayerSensitivity> layers, int shown)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("layer").AddColumn("operator").AddColumn(new TableColumn("share of the error").RightAligned()).AddColumn(new TableColumn("alone").RightAligned());
        foreach (var layer in layers.Take(shown))
        {
            table.AddRow(PlainText.Cell(layer.NodeName), PlainText.Cell(layer.OperatorType), Numbers.Share(layer.ErrorShare), Numbers.Decibels(layer.Sqnr));
        }

        console.Write(table);
        if (layers.Count > shown)
        {
            console.PlainLine(string.Create(CultureInfo.InvariantCulture, $"{layers.Count - shown:N0} more; --all shows them. --exclude NAMES keeps layers in FP32."));
        }
    }
}
