using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks;

/// <summary>What Fit returns for a budget of time, how exact it is, and whether a second measurement, long after, finds it within the budget.</summary>
internal static class LatencyBudgetBenchmark
{
    private static readonly (string Model, double[] Budgets)[] Cases =
        [("MobileNetV2", [0.6, 0.8]), ("SqueezeNet 1.1", [0.6, 0.8]), ("ResNet-20", [0.5, 0.7]), ("ResNet-8", [0.5, 0.7])];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "budget", "models tried", "taken", "SQNR dB", "ratio (95 % interval)", "measured again", "Fit s");
        foreach (var (name, budgets) in Cases.Where(one => arguments.Selects(one.Model)))
        {
            var model = LabelledModel.All.First(one => one.Name == name);
            if (Assets.Model(model.File) is { } path)
            {
                TensorValue[][] rows = [.. model.Calibration.Take(arguments.Number("rows", 200)).Select(row => row.Inputs)];
                Array.ForEach(budgets, budget => Measure(table, name, path, rows, budget));
            }
        }
    }

    private static void Measure(BenchmarkTable table, string name, string path, TensorValue[][] rows, double budget)
    {
        var options = new QuantizationOptions { Budget = new QuantizationBudget { MaxLatencyRatio = budget, FloatIfOutOfBudget = true } };
        long start = Stopwatch.GetTimestamp();
        var result = Escalation.Run(path, rows, null, options, new SilentProgress());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var report = result.Report.Value;
        var attempts = report.Attempts;
        var taken = attempts.FirstOrDefault(attempt => attempt.IsAccepted);
        var shown = taken ?? attempts.MinBy(attempt => attempt.LatencyRatio)!;
        table.Row(
            name, Text(budget), $"{attempts.Count}", taken == null ? $"nothing; the fastest is {shown.Name}" : $"{taken.Name}{(taken.IsProven ? ", proven" : "")}", Text(shown.Sqnr),
            $"{Text(shown.LatencyRatio)} ({Text(shown.LatencyRatioInterval.Low)} to {Text(shown.LatencyRatioInterval.High)})", Text(report.QuantizedLatency / report.FloatLatency), Text(seconds));
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
