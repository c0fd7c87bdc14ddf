using System.CommandLine;
using Microsoft.ML.Quantization.Tool.Inspection;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant inspect: what a model is, what is quantized in it, and what INT8 would gain.</summary>
internal static class InspectCommand
{
    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("inspect", "Show what a model is, what runs in INT8 and why not, or what INT8 would gain");
        var model = SharedOptions.Model("Any ONNX model, quantized by whatever tool or not");
        var json = SharedOptions.Json();
        var all = new Option<bool>("--all") { Description = "Show everything, not the first few" };
        command.Arguments.Add(model);
        command.Options.Add(json);
        command.Options.Add(all);
        command.SetAction(parsed =>
        {
            var inspection = ModelInspection.Read(SharedOptions.Existing(parsed, model));
            new Screen(output, errors, parsed.GetValue(json)).Show(() => InspectionJson.Write(inspection), console => InspectionText.Print(console, inspection, parsed.GetValue(all)));
            return ExitCode.Success;
        });
        return command;
    }
}
