using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Tool.Data;
using Microsoft.ML.Quantization.Tool.Options;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant export: the file for another target, from a calibration that was saved.</summary>
internal static class ExportCommand
{
    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("export", "Write the INT8 file for a target from a saved calibration, without data");
        var model = SharedOptions.Model();
        var table = new Option<string>("--calibration") { Description = "The table that quantize --calibration wrote for the same target", HelpName = "FILE", Required = true };
        var file = new Option<string>("--output", "-o") { Description = "The file to write", HelpName = "FILE", Required = true };
        var (json, force) = (SharedOptions.Json(), SharedOptions.Force());
        var settings = new ModelOptions();
        command.Arguments.Add(model);
        command.Options.Add(table);
        command.Options.Add(file);
        command.Options.Add(json);
        command.Options.Add(force);
        settings.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            string modelFile = SharedOptions.Existing(parsed, model);
            OutputFile.Check(parsed.GetValue(file), parsed.GetValue(force));
            OutputFile.CheckApart([modelFile, parsed.GetValue(table)], parsed.GetValue(file));
            var rows = new NoRows(ModelInput.Read(modelFile), sizes: settings.Sizes(parsed));
            var options = settings.Read(parsed, modelFile, [], token) with { CalibrationTable = CalibrationTable.Load(parsed.GetValue(table)!) };
            OutputFile.CheckKind(parsed.GetValue(file)!, options.Target);
            var screen = new Screen(output, errors, parsed.GetValue(json));
            var context = new MLContext(seed: 1);
            using var quantized = screen.Watch(context, rows, "Writing", view => context.Transforms.Quantize(modelFile, options).Fit(view));
            quantized.SaveForTarget(parsed.GetValue(file)!);
            screen.Show(() => new JsonObject { ["output"] = parsed.GetValue(file) }.ToJsonString(JsonText.Indented), console => console.PlainLine($"Wrote '{parsed.GetValue(file)}'."));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
