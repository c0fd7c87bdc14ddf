using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Quantization.Tool.Data;
using Microsoft.ML.Quantization.Tool.Options;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>mlquant model: a model that ML.NET trained, as Model Builder saves it.</summary>
internal static class ModelCommand
{
    public static ToolCommand Create(TextWriter output, TextWriter errors)
    {
        var command = new ToolCommand("model", "Quantize a model that ML.NET trained: a smaller file that scores faster");
        var model = new Argument<string>("model") { Description = "The saved model, .mlnet or .zip", HelpName = "model.mlnet" };
        var file = new Option<string>("--output", "-o") { Description = "The file to write", HelpName = "FILE", Required = true };
        var data = new Option<string>("--data", "-d") { Description = "A .csv or .tsv table of rows like those it was trained on", HelpName = "FILE", Required = true };
        var label = new Option<string?>("--label") { Description = "Column of the labels, to measure what was lost", HelpName = "NAME" };
        var level = new Option<QuantizationLevel>("--level") { Description = "exact: no score changes; compact: smaller, scores change a little", HelpName = "NAME", DefaultValueFactory = _ => QuantizationLevel.Exact };
        var loss = new Option<string?>("--max-accuracy-loss") { Description = "Most accuracy to lose, as 0.5%: stages that lose more are taken back", HelpName = "SHARE" };
        var (report, json, force) = (SharedOptions.Report(), SharedOptions.Json(), SharedOptions.Force());
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { file, data, label, level, loss, report, json, force })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, token) =>
        {
            string path = SharedOptions.Existing(parsed, model);
            OutputFile.Check(parsed.GetValue(file), parsed.GetValue(force));
            OutputFile.CheckReport(parsed.GetValue(report), parsed.GetValue(force));
            OutputFile.CheckApart([path, parsed.GetValue(data)], parsed.GetValue(file), parsed.GetValue(report));
            if (!File.Exists(parsed.GetValue(data)))
            {
                throw new CommandException($"There is no table '{parsed.GetValue(data)}'.");
            }

            var context = new MLContext(seed: 1);
            context.Log += (_, e) =>
            {
                if (LogLine.Read(e) is { } line)
                {
                    errors.WriteLine(line);
                }
            };
            var catalog = context.Quantization().WithTrainedModels();
            using var stream = File.OpenRead(path);
            var loaded = context.Model.Load(stream, out var schema);
            var rows = SchemaTable.Load(context, parsed.GetValue(data)!, schema, name => name != parsed.GetValue(label));
            var options = new TrainedModelOptions
            {
                Level = parsed.GetValue(level),
                LabelColumnName = parsed.GetValue(label),
                MaxAccuracyLoss = parsed.GetValue(loss) is { } share ? ModelOptions.Share("--max-accuracy-loss", share) : null,
                CancellationToken = token,
            };
            var quantized = catalog.Quantize(loaded, rows, out var made, options);
            token.ThrowIfCancellationRequested();
            catalog.Save(quantized, schema, parsed.GetValue(file)!);
            SharedOptions.Write(parsed.GetValue(report), made.SaveHtml, made.ToMarkdown, made.ToJson);
            new Screen(output, errors, parsed.GetValue(json)).Show(made.ToJson, console => console.PlainLine(
                $"{made}{Environment.NewLine}Wrote '{parsed.GetValue(file)}', {Size(parsed.GetValue(file)!)} in place of {Size(path)}."));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static string Size(string path) => Numbers.Bytes(new FileInfo(path).Length).ToString(CultureInfo.InvariantCulture);
}
