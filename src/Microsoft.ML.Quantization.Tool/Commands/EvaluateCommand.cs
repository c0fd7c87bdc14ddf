using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Evaluation.Shards;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Tool.Data;
using Microsoft.ML.Quantization.Tool.Options;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant evaluate: an FP32 model and an INT8 one, whoever made it, on the same rows.</summary>
internal static class EvaluateCommand
{
    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("evaluate", "Compare an INT8 model, whoever made it, with its FP32 model");
        var model = SharedOptions.Model();
        var quantized = new Argument<string>("quantized") { Description = "The INT8 ONNX model", HelpName = "model.int8.onnx" };
        var task = new Option<EvaluationTask>("--task") { Description = "What the output is for, where it cannot be told", HelpName = "NAME", DefaultValueFactory = _ => EvaluationTask.Auto };
        var background = new Option<int?>("--background") { Description = "With --task ObjectDetection, the class that stands for nothing: 0 for SSD and its kin, -1 for none", HelpName = "N" };
        var file = new Option<string?>("--output", "-o") { Description = "With --shard, the file to write, as part-3.json", HelpName = "FILE" };
        var (json, force) = (SharedOptions.Json(), SharedOptions.Force());
        var (shard, data) = (new ShardOption(isRequired: false), new DataOptions());
        command.Arguments.Add(model);
        command.Arguments.Add(quantized);
        command.Options.Add(task);
        command.Options.Add(background);
        command.Options.Add(json);
        data.AddTo(command);
        shard.AddTo(command);
        command.Options.Add(file);
        command.Options.Add(force);
        command.SetAction((parsed, token) =>
        {
            string modelFile = SharedOptions.Existing(parsed, model);
            string quantizedFile = SharedOptions.Existing(parsed, quantized);
            string? path = parsed.GetValue(file);
            if (shard.IsAsked(parsed) != (path != null))
            {
                throw new CommandException("--shard and --output go together: a shard is evaluated into a file, and merge prints the evaluation of all.", "mlquant evaluate model.onnx model.int8.onnx --data images --shard 3/8 -o part-3.json");
            }

            if (parsed.GetValue(background) != null && parsed.GetValue(task) != EvaluationTask.ObjectDetection)
            {
                throw new CommandException("--background is for --task ObjectDetection.", "mlquant evaluate model.onnx model.int8.onnx --data photos --task ObjectDetection --background 0");
            }

            var asked = new AskedTask(parsed.GetValue(task), parsed.GetValue(background) is { } nothing ? new DetectionOptions { BackgroundClass = nothing } : null);
            OutputFile.Check(path, parsed.GetValue(force));
            OutputFile.CheckApart([modelFile, quantizedFile, .. data.Files(parsed)], path);
            var (rows, part) = shard.Of(parsed, data.Open(parsed, modelFile), hasFirst: true);
            var screen = new Screen(output, errors, parsed.GetValue(json));
            if (path != null)
            {
                var measured = screen.Watch(new MLContext(), rows, "Evaluating", view => Compare(modelFile, quantizedFile, rows, view, asked, (original, made, labelled) => EvaluationShard.Run(original, made, labelled, part, asked), token));
                EvaluationShardFile.Save(measured, path);
                screen.Show(
                    () => new JsonObject { ["output"] = path, ["shard"] = part.Index + 1, ["shards"] = part.Count, ["rows"] = measured.Rows.Count, ["totalRows"] = part.Total }.ToJsonString(JsonText.Indented),
                    console => console.PlainLine($"Wrote '{path}': shard {part.Name}, {measured.Rows.Count} of {part.Total} rows."));
                return Task.FromResult(ExitCode.Success);
            }

            var evaluation = screen.Watch(new MLContext(), rows, "Evaluating", view => Compare(modelFile, quantizedFile, rows, view, asked, (original, made, labelled) => PairedEvaluator.Run(original, made, labelled, asked, 0.95), token));
            screen.Show(evaluation.ToJson, console => console.PlainLine(evaluation.ToString()));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static T Compare<T>(string modelFile, string quantizedFile, IRowSource rows, IDataView view, AskedTask task, Func<OnnxModel, OnnxModel, LabelledRows, T> compare, CancellationToken token)
    {
        using var original = OnnxModelReader.Load(modelFile);
        using var quantized = OnnxModelReader.Load(quantizedFile);
        var inputs = InputBinder.Bind(ModelSignature.Read(modelFile).Inputs.Select(input => new MappedColumn(input.Name, input)), view.Schema);
        var labelled = EvaluationView.Create(view, inputs, rows.HasClasses == null ? null : DataColumn.Label, task, token);
        return compare(original, quantized, labelled);
    }
}
