using System.CommandLine;
using Microsoft.ML.Quantization.Tool.Data;
using Microsoft.ML.Quantization.Tool.Options;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant quantize: an FP32 model and data in, an INT8 model out.</summary>
internal static class QuantizeCommand
{
    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("quantize", "Make an INT8 model from an FP32 ONNX model and data");
        var model = SharedOptions.Model();
        var file = new Option<string>("--output", "-o") { Description = "The file to write: .onnx, or .tflite for LiteRT", HelpName = "FILE", Required = true };
        var loss = new Option<string?>("--max-accuracy-loss") { Description = "Most accuracy to lose, as 0.5%; exit code 1 where nothing keeps within it", HelpName = "SHARE" };
        var latency = new Option<double?>("--max-latency-ratio") { Description = "Most time of a row, as a share of FP32's on this machine", HelpName = "RATIO" };
        var validation = new Option<string?>("--validation") { Description = "Other rows with labels, to measure accuracy on; described as --data", HelpName = "PATH" };
        var table = new Option<string?>("--calibration") { Description = "Write the calibration table too", HelpName = "FILE" };
        var (report, json, force) = (SharedOptions.Report(), SharedOptions.Json(), SharedOptions.Force());
        var (data, settings) = (new DataOptions(), new ModelOptions());
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { file, report, loss, latency, validation, table, json, force })
        {
            command.Options.Add(option);
        }

        data.AddTo(command);
        settings.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            string modelFile = SharedOptions.Existing(parsed, model);
            OutputFile.Check(parsed.GetValue(file), parsed.GetValue(force));
            OutputFile.Check(parsed.GetValue(table), parsed.GetValue(force));
            OutputFile.CheckReport(parsed.GetValue(report), parsed.GetValue(force));
            OutputFile.CheckApart([modelFile, parsed.GetValue(validation), .. data.Files(parsed)], parsed.GetValue(file), parsed.GetValue(table), parsed.GetValue(report));

            var rows = settings.IsDynamic(parsed) && !data.HasRows(parsed) ? new NoRows(ModelInput.Read(modelFile)) : data.Open(parsed, modelFile);
            var unseen = parsed.GetValue(validation) is { } path ? data.Open(parsed, modelFile, path) : null;
            var request = new QuantizationRequest(modelFile, rows, unseen, Options(parsed))
            {
                OutputFile = parsed.GetValue(file)!,
                ReportFile = parsed.GetValue(report),
                TableFile = parsed.GetValue(table),
            };
            request.Run(new Screen(output, errors, parsed.GetValue(json)), token);
            return Task.FromResult(ExitCode.Success);

            QuantizationOptions Options(ParseResult line)
            {
                var options = settings.Read(line, modelFile, rows.Columns, token);
                if (line.GetValue(loss) == null && line.GetValue(latency) == null)
                {
                    return options;
                }

                return options with
                {
                    Budget = new QuantizationBudget
                    {
                        MaxAccuracyLoss = line.GetValue(loss) is { } share ? ModelOptions.Share("--max-accuracy-loss", share) : null,
                        MaxLatencyRatio = line.GetValue(latency),
                        LabelColumnName = line.GetValue(loss) != null && (unseen ?? rows).HasClasses != null ? DataColumn.Label : null,
                        ValidationData = unseen == null ? null : new RowsView(unseen),
                    },
                };
            }
        });
        return command;
    }
}
