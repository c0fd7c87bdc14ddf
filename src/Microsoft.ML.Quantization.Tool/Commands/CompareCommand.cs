using System.CommandLine;
using Microsoft.ML.Quantization.Tool.Data;
using Microsoft.ML.Quantization.Tool.Options;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant compare: every method in one table.</summary>
internal static class CompareCommand
{
    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("compare", "Compare ways to quantize a model: accuracy, error, time, size");
        var model = SharedOptions.Model();
        var validation = new Option<string?>("--validation") { Description = "Other rows to compare on, described as --data; default: the same rows, which flatters", HelpName = "PATH" };
        var (report, json, force) = (SharedOptions.Report(), SharedOptions.Json(), SharedOptions.Force());
        var (data, settings) = (new DataOptions(), new ModelOptions());
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { validation, report, json, force })
        {
            command.Options.Add(option);
        }

        data.AddTo(command);
        settings.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            string modelFile = SharedOptions.Existing(parsed, model);
            OutputFile.CheckReport(parsed.GetValue(report), parsed.GetValue(force));
            OutputFile.CheckApart([modelFile, .. data.Files(parsed)], parsed.GetValue(report));
            var rows = data.Open(parsed, modelFile);
            var unseen = parsed.GetValue(validation) is { } path ? data.Open(parsed, modelFile, path) : rows;
            var screen = new Screen(output, errors, parsed.GetValue(json));
            if (ReferenceEquals(unseen, rows))
            {
                screen.Warn("Models are compared on the rows that they are calibrated on, which flatters them. --validation names others.");
            }

            var context = new MLContext(seed: 1);
            var options = new QuantizationComparisonOptions { Quantization = settings.Read(parsed, modelFile, rows.Columns, token) };
            var comparison = screen.Watch(context, rows, "Comparing", view =>
                context.Quantization().Compare(view, new RowsView(unseen), modelFile, unseen.HasClasses == null ? null : DataColumn.Label, options));
            SharedOptions.Write(parsed.GetValue(report), comparison.SaveHtml, comparison.ToMarkdown, comparison.ToJson);
            screen.Show(comparison.ToJson, console => console.PlainLine(comparison.ToText(console.Profile.Width)));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
