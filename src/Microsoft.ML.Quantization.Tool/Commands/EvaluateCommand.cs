using System.CommandLine;
using Microsoft.ML.Quantization.Evaluation;
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
        var json = SharedOptions.Json();
        var data = new DataOptions();
        command.Arguments.Add(model);
        command.Arguments.Add(quantized);
        command.Options.Add(task);
        command.Options.Add(json);
        data.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            string modelFile = SharedOptions.Existing(parsed, model);
            string quantizedFile = SharedOptions.Existing(parsed, quantized);
            var rows = data.Open(parsed, modelFile);
            var screen = new Screen(output, errors, parsed.GetValue(json));
            var evaluation = screen.Watch(new MLContext(), rows, "Evaluating", view => Evaluate(modelFile, quantizedFile, rows, view, parsed.GetValue(task), token));
            screen.Show(evaluation.ToJson, console => console.PlainLine(evaluation.ToString()));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static QuantizationEvaluation Evaluate(string modelFile, string quantizedFile, IRowSource rows, IDataView view, EvaluationTask task, CancellationToken token)
    {
        using var original = OnnxModelReader.Load(modelFile);
        using var quantized = OnnxModelReader.Load(quantizedFile);
        var inputs = InputBinder.Bind(ModelSignature.Read(modelFile).Inputs.Select(input => new MappedColumn(input.Name, input)), view.Schema);
        var labelled = EvaluationView.Create(view, inputs, rows.HasClasses == null ? null : DataColumn.Label, task, token);
        return PairedEvaluator.Run(original, quantized, labelled, task, 0.95);
    }
}
