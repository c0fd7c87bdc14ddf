using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.MixedPrecision;

namespace Benchmarks;

/// <summary>
/// What Fit returns for a budget of accuracy, and what it costs in time against the model with all in INT8. Models with a planted layer
/// compute in FP32 what they did before: a channel 100 times as large with a scale for whole tensors, or a Concat over ranges 100 times apart.
/// </summary>
internal static class BudgetBenchmark
{
    private const float Factor = 100;

    private static readonly (string Model, string Planted, double Budget, int Rows)[] Cases =
    [
        ("MobileNetV2", "", 0.005, 650), ("MobileNetV2", "channel", 0.01, 650), ("SqueezeNet 1.1", "", 0.005, 650), ("SqueezeNet 1.1", "concat", 0.01, 650),
        ("ResNet-20", "", 0.005, 10_000), ("ResNet-20", "channel, one scale", 0.01, 10_000), ("ResNet-8", "channel, one scale", 0.01, 10_000),
    ];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "planted", "budget, points", "attempt", "lost", "at most", "FP32 nodes", "latency of all-INT8", "s");
        foreach (var (name, planted, budget, rows) in Cases.Where(one => arguments.Selects(one.Model)))
        {
            var model = LabelledModel.All.First(one => one.Name == name);
            if (Assets.Model(model.File) is { } path)
            {
                string changed = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
                try
                {
                    string bad = Plant(path, changed, planted);
                    Measure(table, model, changed, planted + bad, budget, Math.Min(rows, arguments.Number("rows", rows)), planted != "channel, one scale");
                }
                finally
                {
                    File.Delete(changed);
                }
            }
        }
    }

    private static string Plant(string path, string changed, string planted)
    {
        var source = OnnxModelReader.Load(path).Proto;
        var (model, bad, next) = planted switch
        {
            "channel" or "channel, one scale" => PlantedLayer.ScaleChannel(source, 1, Factor),
            "concat" => PlantedLayer.SpreadConcat(source, 1, Factor),
            _ => (source, "", ""),
        };
        File.WriteAllBytes(changed, model.ToByteArray());
        return bad.Length == 0 ? "" : $" at {bad}, {next}";
    }

    private static void Measure(BenchmarkTable table, LabelledModel model, string path, string planted, double budget, int rows, bool perChannel)
    {
        var options = new QuantizationOptions { Budget = new QuantizationBudget { MaxAccuracyLoss = budget, LabelColumnName = "Label", FloatIfOutOfBudget = true }, PerChannel = perChannel };
        TensorValue[][] calibration = [.. model.Calibration.Take(500).Select(row => row.Inputs)];
        var set = new ValidationSet(model.Test.Take(rows).Select(row => new Microsoft.ML.Quantization.Evaluation.LabelledRow(row.Inputs, [row.Label])), "Label", "the test rows");
        long start = Stopwatch.GetTimestamp();
        var result = Escalation.Run(path, calibration, set, options, new SpokenProgress());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var everything = PostTrainingQuantizer.Run(path, calibration, new QuantizationOptions { PerChannel = perChannel }, new SilentProgress());
        double ratio = Timing.Models(everything.Model, result.Model, calibration[0], TimeSpan.FromSeconds(1)).Ratio(1, 0.95).Ratio;
        foreach (var attempt in result.Report.Value.Attempts)
        {
            table.Row(
                model.Name, planted, Text(100 * budget), $"{attempt.Name}{(attempt.IsProven ? ", proven" : "")}{(attempt.IsAccepted ? ", accepted" : "")}", Text(100 * attempt.Loss), Text(100 * attempt.LossBound),
                $"{attempt.FloatNodes.Count}", attempt.IsAccepted ? Text(ratio) : "-", attempt.IsAccepted ? Text(seconds) : "-");
        }
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private sealed class SpokenProgress : IQuantizationProgress
    {
        public void RowCalibrated(long rows)
        {
        }

        public void Message(string text) => Console.Error.WriteLine(text);

        public void Warning(string text) => Console.Error.WriteLine(text);
    }
}
