using System.CommandLine;
using Microsoft.ML.Quantization.Tool.Data;
using Microsoft.ML.Quantization.Tool.Inspection;
using Microsoft.ML.Quantization.Tool.Options;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant inspect: what a model is, what is quantized in it, and what INT8 would gain.</summary>
internal static class InspectCommand
{
    private const int MadeUpRows = 8;

    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("inspect", "Show what a model is, what runs in INT8 and why not, or what INT8 would gain");
        var model = SharedOptions.Model("Any ONNX model, quantized by whatever tool or not");
        var measure = new Option<bool>("--measure") { Description = "Run it in FP32 and in INT8 on this machine; an FP32 model gets a quick INT8 form" };
        var original = new Option<string?>("--float") { Description = "The FP32 model to measure a quantized one against", HelpName = "FILE" };
        var json = SharedOptions.Json();
        var all = new Option<bool>("--all") { Description = "Show everything, not the first few" };
        var data = new DataOptions();
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { measure, original, json, all })
        {
            command.Options.Add(option);
        }

        data.AddTo(command, isNeeded: false);
        command.SetAction((parsed, token) =>
        {
            string path = SharedOptions.Existing(parsed, model);
            var screen = new Screen(output, errors, parsed.GetValue(json));
            bool isMeasured = parsed.GetValue(measure);
            if (!isMeasured && (data.HasRows(parsed) || parsed.GetValue(original) != null))
            {
                throw new CommandException("--data, --random and --float are for --measure.", $"mlquant inspect {Path.GetFileName(path)} --measure");
            }

            if (parsed.GetValue(original) is { } file)
            {
                SharedOptions.Existing(file);
            }

            var inspection = ModelInspection.Read(path);
            inspection = isMeasured ? inspection with { Measured = Measure(parsed, token, inspection, screen) } : inspection;
            screen.Show(() => InspectionJson.Write(inspection), console => InspectionText.Print(console, inspection, parsed.GetValue(all)));
            return Task.FromResult(ExitCode.Success);
        });
        return command;

        MeasuredTimes Measure(ParseResult parsed, CancellationToken token, ModelInspection inspection, Screen screen)
        {
            var rows = data.HasRows(parsed) ? data.Open(parsed, inspection.Path) : RandomRows.OfUsualSize(ModelInput.Read(inspection.Path), MadeUpRows);
            var context = new MLContext(seed: 1);
            return screen.Watch(context, rows, "Measuring", view =>
            {
                var measurement = new Measurement(inspection.Path, rows, view, token);
                return inspection.Quantized == null ? measurement.OfFloat(inspection.Outlook, context) : measurement.OfQuantized(parsed.GetValue(original));
            });
        }
    }
}
