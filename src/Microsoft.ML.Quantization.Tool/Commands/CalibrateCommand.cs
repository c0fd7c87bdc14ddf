using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Tool.Options;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant calibrate: a share of the calibration rows, for data that outgrow one machine.</summary>
internal static class CalibrateCommand
{
    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("calibrate", "Calibrate a share of the rows, on one of several machines; merge makes the model");
        var model = SharedOptions.Model();
        var file = new Option<string>("--output", "-o") { Description = "The file to write, as shard-3.json", HelpName = "FILE", Required = true };
        var (json, force) = (SharedOptions.Json(), SharedOptions.Force());
        var (shard, data, settings) = (new ShardOption(), new DataOptions(), new ModelOptions(isDynamic: false));
        command.Arguments.Add(model);
        shard.AddTo(command);
        command.Options.Add(file);
        command.Options.Add(json);
        command.Options.Add(force);
        data.AddTo(command);
        settings.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var watch = Stopwatch.StartNew();
            string modelFile = SharedOptions.Existing(parsed, model);
            string path = parsed.GetValue(file)!;
            OutputFile.Check(path, parsed.GetValue(force));
            OutputFile.CheckApart([modelFile, .. data.Files(parsed)], path);
            var (rows, part) = shard.Of(parsed, data.Open(parsed, modelFile));
            var screen = new Screen(output, errors, parsed.GetValue(json));
            var context = new MLContext(seed: 1);
            var calibrated = screen.Watch(context, rows, "Calibrating", view => context.Quantization().ObserveShard(modelFile, part.Index, part.Count, settings.Read(parsed, modelFile, rows.Columns, token), null, (_, _) => (view, part)));
            token.ThrowIfCancellationRequested();
            calibrated.Save(path);
            screen.Show(
                () => new JsonObject { ["output"] = path, ["shard"] = part.Index + 1, ["shards"] = part.Count, ["rows"] = calibrated.Rows, ["totalRows"] = calibrated.TotalRows, ["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 2) }.ToJsonString(JsonText.Indented),
                console => console.PlainLine(string.Create(CultureInfo.InvariantCulture, $"Wrote '{path}': shard {part.Name}, {calibrated.Rows:N0} of {calibrated.TotalRows:N0} rows, in {watch.Elapsed.TotalSeconds:0.0} s.")));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
