using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Benchmarks;

/// <summary>
/// A whole quantization (load, prepare, observe, choose ranges, write, look at what was made) against nothing but running the FP32 model. The rows are in
/// memory before either starts; both may use every core. Each turn has a plain pass and each method once, ratios are within a turn.
/// </summary>
internal static class CalibrationBenchmark
{
    private static readonly (string Model, int Rows)[] Cases =
        [("MobileNetV2", 500), ("SqueezeNet 1.1", 500), ("ResNet-20", 1_000), ("ResNet-8", 1_000)];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "method", "rows", "plain pass s", "calibration s", "ratio");
        foreach (var (name, standard) in Cases.Where(one => arguments.Selects(one.Model)))
        {
            var model = LabelledModel.All.First(one => one.Name == name);
            if (Assets.Model(model.File) is { } path)
            {
                var rows = model.Calibration.Take(arguments.Number("rows", standard)).Select(row => row.Inputs).ToArray();
                Compare(table, name, path, rows, arguments);
            }
        }
    }

    private static void Compare(BenchmarkTable table, string name, string path, TensorValue[][] rows, Arguments arguments)
    {
        var methods = arguments.Methods;
        var plain = new List<double>();
        var times = methods.Select(_ => new List<double>()).ToArray();
        PlainPass(path, rows[..2]);
        Quantize(path, rows[..2], methods[0]);
        for (int turn = 0; turn < arguments.Number("runs", 3); turn++)
        {
            plain.Add(PlainPass(path, rows));
            for (int i = 0; i < methods.Count; i++)
            {
                times[i].Add(Quantize(path, rows, methods[i]));
            }
        }

        for (int i = 0; i < methods.Count; i++)
        {
            table.Row(name, $"{methods[i]}", Text(rows.Length, "#,0"), Text(Timing.Median(plain)), Text(Timing.Median(times[i])), Text(Timing.Median(times[i].Zip(plain, (time, pass) => time / pass))));
        }
    }

    private static double Quantize(string path, TensorValue[][] rows, CalibrationMethod method)
    {
        long start = Stopwatch.GetTimestamp();
        PostTrainingQuantizer.Run(path, rows, new QuantizationOptions { Calibration = method }, new SilentProgress()).Check?.Run(new SilentProgress(), Environment.ProcessorCount, default);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Opening the session does not count.</summary>
    private static double PlainPass(string path, TensorValue[][] rows)
    {
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(path, options);
        using var run = new RunOptions();
        long start = Stopwatch.GetTimestamp();
        foreach (var row in rows)
        {
            using var input = OrtValues.Over(row[0]);
            session.Run(run, [row[0].Name], [input], session.OutputNames).Dispose();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Text(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
