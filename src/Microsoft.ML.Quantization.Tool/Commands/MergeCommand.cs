using System.CommandLine;
using Microsoft.ML.Quantization.Evaluation.Shards;
using Microsoft.ML.Quantization.Tool.Data;
using Microsoft.ML.Quantization.Tool.Options;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant merge: shards of a calibration in, an INT8 model out.</summary>
internal static class MergeCommand
{
    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("merge", "Make an INT8 model from the shards that calibrate wrote, or print the evaluation of those that evaluate wrote");
        var files = new Argument<string[]>("shards") { Description = "All shards, in any order", HelpName = "shard-*.json", Arity = ArgumentArity.OneOrMore };
        var model = new Option<string?>("--model", "-m") { Description = "The FP32 ONNX model that they were calibrated for", HelpName = "FILE" };
        var file = new Option<string?>("--output", "-o") { Description = "The file to write: .onnx, or .tflite for LiteRT", HelpName = "FILE" };
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
            var found = ShardFiles.Find(parsed.GetValue(files)!);
            var screen = new Screen(output, errors, parsed.GetValue(json));
            if (ShardFiles.AreEvaluations(found))
            {
                var merged = EvaluationShard.Merge(found.Select(EvaluationShardFile.Load));
                var all = merged.Evaluate(0.95);
                ShardFiles.CheckRows(merged.Rows.Count, merged.Header.TotalRows);
                screen.Show(all.ToJson, console => console.PlainLine(all.ToString()));
                return Task.FromResult(ExitCode.Success);
            }

            if (parsed.GetValue(model) is not { } modelFile || parsed.GetValue(file) is not { } outputFile)
            {
                throw new CommandException("Which model was calibrated, and where does its INT8 form go? Name them with --model and --output.", "mlquant merge shard-*.json --model model.onnx -o model.int8.onnx");
            }

            SharedOptions.Existing(modelFile);
            foreach (string? written in new[] { outputFile, parsed.GetValue(report), parsed.GetValue(table) })
            {
                OutputFile.Check(written, parsed.GetValue(force));
            }

            OutputFile.CheckApart([modelFile, .. found], outputFile, parsed.GetValue(report), parsed.GetValue(table));

            var whole = Merged(found, screen, token);
            var rows = new NoRows(ModelInput.Read(modelFile), whole.Kept.Select(row => row.Row.Values), description: $"{whole.Rows:N0} rows of {whole.Count:N0} shards");
            var request = new QuantizationRequest(modelFile, rows, null, settings.Read(parsed, modelFile, rows.Columns, token) with { CalibrationShards = whole })
            {
                OutputFile = outputFile,
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
        var whole = CalibrationShard.MergeEach(files.Select(path => new Func<CalibrationShard>(() => Load(path))));
        if (whole.IsComplete)
        {
            ShardFiles.CheckRows(whole.Rows, whole.TotalRows);
        }

        GiveBack();
        screen.Say($"Merged {files.Count:N0} files: {whole.Indexes.Count:N0} of {whole.Count:N0} shards, {whole.Rows:N0} of {whole.TotalRows:N0} rows.");
        return whole;

        CalibrationShard Load(string path)
        {
            token.ThrowIfCancellationRequested();

            GiveBack();
            return CalibrationShard.Load(path);
        }

        // What a shard leaves behind is as large as the next.
        static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
