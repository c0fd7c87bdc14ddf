using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Comparison;
using Microsoft.ML.Quantization.Evaluation;

namespace Benchmarks;

/// <summary>The table of methods for real models.</summary>
internal static class CompareBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "method", "FP32", "INT8", "points lost (95 %)", "agree %", "SQNR dB", "made in s", "ms a row", "of FP32 (95 %)", "rows/s", "MB", "best for");
        string[] names = ["MobileNetV2", "SqueezeNet 1.1", "ResNet-20", "ResNet-8", "KWS DS-CNN", "BERT SST-2 opset 17"];
        foreach (var model in LabelledModel.All.Where(model => names.Contains(model.Name) && arguments.Selects(model.Name)))
        {
            if (Assets.Model(model.File) is { } path)
            {
                Add(table, model, path, arguments);
            }
        }
    }

    private static void Add(BenchmarkTable table, LabelledModel model, string path, Arguments arguments)
    {
        // The keyword model is too small to gain from INT8; what it would lose is the question here.
        var options = new QuantizationOptions { OnlyWhereFaster = !model.Name.StartsWith("KWS", StringComparison.Ordinal) };
        int count = Math.Min(model.Test.Count, arguments.Number("test", int.MaxValue));
        var rows = Enumerable.Range(0, count).Select(i => model.Test[(int)((long)i * model.Test.Count / count)])
            .Select(row => new Microsoft.ML.Quantization.Evaluation.LabelledRow(row.Inputs, [row.Label]));
        var calibration = model.Calibration.Take(Math.Min(model.Calibration.Count, arguments.Number("rows", 500))).Select(row => row.Inputs);
        var comparison = MethodComparer.Run(
            new ComparisonJob(path, calibration, new LabelledRows(rows, "label", true), DefaultCandidates.Create(options), options, new QuantizationComparisonOptions()) { ValidationCount = count }, new SilentProgress());
        Console.Error.WriteLine(comparison);
        foreach (var method in comparison.Methods)
        {
            bool isFloat = method == comparison.Methods[0];
            string name = method == comparison.Recommended ? $"**{method.Name}**" : method.Name;
            table.Row(
                isFloat ? $"{model.Name}, {comparison.Rows} rows, shared pass {Text(comparison.ObservationTime.TotalSeconds, "0.0")} s" : "", name,
                isFloat ? Text(100 * method.Accuracy) : "", isFloat ? "" : Text(100 * method.Accuracy),
                isFloat ? "" : $"{Text(100 * method.Loss)} ({Text(100 * method.LossInterval.Low)} to {Text(100 * method.LossInterval.High)})",
                isFloat ? "" : Text(100 * method.Agreement), isFloat ? "" : Text(method.Sqnr, "0.0"), isFloat ? "" : Text(method.MakingTime.TotalSeconds, "0.0"),
                Text(method.Latency.TotalMilliseconds, "0.000"), isFloat ? "1.00" : $"{Text(method.LatencyRatio, "0.000")} ({Text(method.LatencyRatioInterval.Low, "0.000")} to {Text(method.LatencyRatioInterval.High, "0.000")})", Text(method.RowsPerSecond, "0"), Text(method.Bytes / 1e6), method.Error ?? method.BestFor);
        }
    }

    private static string Text(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
