using System.CommandLine;
using Microsoft.ML.Quantization.Tool.Data;
using Microsoft.ML.Quantization.Tool.Options;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant merge: shards of a calibration in, an INT8 model out.</summary>
internal static class MergeCommand
{
    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("merge", "Make an INT8 model from the shards that calibrate wrote");
        var files = new Argument<string[]>("shards") { Description = "All shards, in any order", HelpName = "shard-*.json", Arity = ArgumentArity.OneOrMore };
        var model = new Option<string>("--model", "-m") { Description = "The FP32 ONNX model that they were calibrated for", HelpName = "FILE", Required = true };
        var file = new Option<string>("--output", "-o") { Description = "The file to write: .onnx, or .tflite for LiteRT", HelpName = "FILE", Required = true };
        var table = new Option<string?>("--calibration") { Description = "Write the calibration table too", HelpName = "FILE" };
        var (report, json, force) = (SharedOptions.Report(), SharedOptions.Json(), SharedOptions.Force());
        var settings = new ModelOptions(isDynamic: false, hasRows: false);
        command.Arguments.Add(files);
        foreach (Option option in new Option[] { model, file, report, table, json, force })
        {
            command.Options.Add(option);
        }

        settings.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            string modelFile = parsed.GetValue(model)!;
            if (!File.Exists(modelFile))
            {
                throw new CommandException($"There is no model '{modelFile}'.");
            }

            foreach (string? written in new[] { parsed.GetValue(file), parsed.GetValue(report), parsed.GetValue(table) })
            {
                OutputFile.Check(written, parsed.GetValue(force));
            }

            var screen = new Screen(output, errors, parsed.GetValue(json));
            var whole = Merged(ShardFiles.Find(parsed.GetValue(files)!), screen, token);
            var request = new QuantizationRequest(modelFile, new NoRows(ModelInput.Read(modelFile)), null, settings.Read(parsed, token) with { CalibrationShards = whole })
            {
                OutputFile = parsed.GetValue(file)!,
                ReportFile = parsed.GetValue(report),
                TableFile = parsed.GetValue(table),
            };
            request.Run(screen, token);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static CalibrationShard Merged(IReadOnlyList<string> files, Screen screen, CancellationToken token)
    {
        var whole = CalibrationShard.Merge(files.Select(Load));
        screen.Say($"Merged {files.Count:N0} files: {whole.Indexes.Count:N0} of {whole.Count:N0} shards, {whole.Rows:N0} of {whole.TotalRows:N0} rows.");
        return whole;

        CalibrationShard Load(string path)
        {
            token.ThrowIfCancellationRequested();
            return CalibrationShard.Load(path);
        }
    }
}
