using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Benchmarks;

/// <summary>What INT8 loses by every metric of the model's task, with its 95 % interval.</summary>
internal static class EvaluationBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "rows", "metric", "FP32", "INT8", "lost", "95 % interval", "p", "agreement %", "lost at most", "SQNR dB", "PSNR dB", "seconds");
        int rows = arguments.Number("rows", 200);
        foreach (var model in LabelledModel.All.Where(model => arguments.Selects(model.Name)))
        {
            var labelled = Enumerable.Range(0, int.MaxValue).TakeWhile(i => i < model.Test.Count).Select(i => model.Test[i])
                .Select(row => new Microsoft.ML.Quantization.Evaluation.LabelledRow(row.Inputs, [row.Label]));
            Add(table, model.Name, model.File, () => model.Calibration.Take(rows).Select(row => row.Inputs), new LabelledRows(labelled, "label", true), EvaluationTask.Auto);
        }

        if (arguments.Selects("Super resolution"))
        {
            Add(table, "Super resolution", "super_resolution_x3_fp32.onnx", () => LumaData.Calibration.Select(row => row.Inputs), new LabelledRows(LumaData.Test, "label"), EvaluationTask.Auto);
        }

        if (arguments.Selects("AD01"))
        {
            // There is no data for it here: what it makes of random frames shows the comparison without labels.
            string? path = Assets.Model("ad01_autoencoder_fp32.onnx");
            var frames = path == null ? [] : ModelRows.Read(path, 400);
            Add(
                table, "AD01", "ad01_autoencoder_fp32.onnx", () => frames.Take(rows),
                new LabelledRows(frames.Skip(rows).Select(frame => new Microsoft.ML.Quantization.Evaluation.LabelledRow(frame, []))), EvaluationTask.Auto);
        }
    }

    private static void Add(BenchmarkTable table, string name, string file, Func<IEnumerable<TensorValue[]>> calibration, LabelledRows rows, EvaluationTask task)
    {
        if (Assets.Model(file) is not { } path)
        {
            return;
        }

        // Some models are too small to gain from INT8; what they would lose is the question here.
        var result = PostTrainingQuantizer.Run(path, calibration(), new QuantizationOptions { OnlyWhereFaster = false }, new SilentProgress());
        using var source = OnnxModelReader.Load(path);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var evaluation = PairedEvaluator.Run(source, result.Model, rows, task, 0.95);
        Console.Error.WriteLine($"{name} ({evaluation.Task})\n{evaluation}");
        foreach (var metric in evaluation.Metrics)
        {
            bool first = metric == evaluation.Primary;
            table.Row(
                name, Text(evaluation.Rows, "#,0"), metric.Name, Text(metric.Float), Text(metric.Quantized), Text(metric.Loss), $"{Text(metric.Interval.Low)} to {Text(metric.Interval.High)}",
                metric.PValue is { } p ? Text(p, "0.###") : "", first ? Text(100 * evaluation.Agreement, "0.00") : "", first ? Text(evaluation.LargestAccuracyLoss) : "",
                first ? Text(evaluation.Sqnr, "0.0") : "", first ? Text(evaluation.PeakSignalToNoiseRatio, "0.0") : "", first ? Text(watch.Elapsed.TotalSeconds, "0.0") : "");
        }
    }

    private static string Text(double value, string format = "0.0000") => value.ToString(format, CultureInfo.InvariantCulture);
}
