using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Detectors;

namespace Benchmarks;

/// <summary>What INT8 costs detectors: the mean average precision with its interval, and the share of FP32's detections that INT8 has too.</summary>
internal static class DetectionBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "effort", "images", "metric", "FP32", "INT8", "lost, points", "95 % interval", "SQNR dB", "Fit s", "Evaluate s");
        int rows = arguments.Number("rows", 300);
        int test = arguments.Number("test", 500);
        using var folder = new TemporaryFolder();
        foreach (var detector in DetectorCase.All.Where(detector => arguments.Selects(detector.Name)))
        {
            string path = folder.File($"{detector.Name}.onnx");
            using (var model = detector.Model())
            {
                OnnxModelWriter.Save(model, path);
            }

            Add(table, detector.Name, path, detector.Rows(rows, 1), detector.Labelled(test, 2), detector.Task);
        }

        if (arguments.Selects("UltraFace") && Assets.Model(FaceData.Model) is { } faces)
        {
            using var model = OnnxModelReader.Load(faces);
            var data = new FaceData(model);
            Add(table, "UltraFace", faces, [.. data.Calibration(rows)], new LabelledRows(data.Rows(test, 2), "label") { ClassCount = 1 }, new AskedTask(EvaluationTask.ObjectDetection, FaceData.Options));
        }
    }

    private static void Add(BenchmarkTable table, string name, string path, TensorValue[][] calibration, LabelledRows rows, AskedTask task)
    {
        foreach (var effort in new[] { QuantizationEffort.Fast, QuantizationEffort.Default })
        {
            // The detectors that are made in code are too small to gain from INT8; what they would lose is the question here.
            var watch = Stopwatch.StartNew();
            var result = PostTrainingQuantizer.Run(path, calibration, new QuantizationOptions { OnlyWhereFaster = false, Effort = effort }, new SilentProgress());
            double fit = watch.Elapsed.TotalSeconds;
            using var source = OnnxModelReader.Load(path);
            watch.Restart();
            var evaluation = PairedEvaluator.Run(source, result.Model, rows, task, 0.95);
            double evaluated = watch.Elapsed.TotalSeconds;
            foreach (var metric in evaluation.Metrics)
            {
                bool first = metric == evaluation.Primary;
                table.Row(
                    name, $"{effort}", Text(evaluation.Rows, "#,0"), metric.Name, Text(metric.Float), Text(metric.Quantized), Text(100 * metric.Loss, "0.00"), $"{Text(100 * metric.Interval.Low, "0.00")} to {Text(100 * metric.Interval.High, "0.00")}",
                    first ? Text(evaluation.Sqnr, "0.0") : "", first ? Text(fit, "0.0") : "", first ? Text(evaluated, "0.0") : "");
            }
        }
    }

    private static string Text(double value, string format = "0.0000") => value.ToString(format, CultureInfo.InvariantCulture);
}
