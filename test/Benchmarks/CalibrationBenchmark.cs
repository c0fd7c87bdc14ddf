using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks;

/// <summary>
/// A pipeline's Fit (load, prepare, observe, choose ranges, write, look at what was made) against nothing but running the FP32 model. The rows are in
/// memory before either starts; both may use every core. Every method has a process of its own, in which plain passes and fits take turns: the first
/// Fit pays for compiling the library's code, later ones do not. What a Fit costs beside its rows depends on the effort; the last column leaves it out: it is the time of twice as
/// many rows less that of all of them, where there is as much data.
/// </summary>
internal static class CalibrationBenchmark
{
    public const string ChildArgument = "--fit-and-tell-times";

    private const string NoMethod = "-";

    /// <summary>MNIST has next to nothing to calibrate: its time is what any Fit costs.</summary>
    private static readonly (string Model, int Rows)[] Cases =
        [("MobileNetV2", 300), ("SqueezeNet 1.1", 300), ("ResNet-20", 300), ("ResNet-8", 300), ("MNIST", 300)];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "effort", "method", "rows", "plain pass s", "Fit of one row s", "first Fit s", "second Fit s", "later s", "second / plain", "(second - one row) / plain", "(later - one row) / plain", $"each further {arguments.Number("rows", 300)} rows / plain");
        foreach (var (name, standard) in Cases.Where(one => arguments.Selects(one.Model)))
        {
            int rows = arguments.Number("rows", standard);
            foreach (var (effort, method) in Assets.Model(Find(name).File) == null ? [] : Ways(arguments))
            {
                string told = FreshProcess.Run(ChildArgument, name, $"{effort}", method, $"{rows}", $"{arguments.Number("runs", 3)}");
                double[] times = [.. told.Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture))];
                string[] seconds = [.. times.Take(5).Select(time => Text(time, "0.000"))];
                var (plain, fixedCost, second, later) = (times[0], times[1], times[3], times[4]);
                double[] passes = [second / plain, (second - fixedCost) / plain, (later - fixedCost) / plain, times[5] / plain];
                table.Row([name, $"{effort}", method, Text(rows, "#,0"), .. seconds, .. passes.Select(time => double.IsNaN(time) ? "" : Text(time, "0.00"))]);
            }
        }
    }

    /// <summary>Every method as it is; where passes follow, one without a method that was asked for, which leaves ranges to them.</summary>
    private static IEnumerable<(QuantizationEffort Effort, string Method)> Ways(Arguments arguments) =>
        arguments.Efforts(QuantizationEffort.Fast, QuantizationEffort.Default).SelectMany(
            effort => effort == QuantizationEffort.Fast ? arguments.Methods.Select(method => (effort, $"{method}")) : [(effort, NoMethod)]);

    /// <summary>Writes the medians of the plain passes and of fits of one row with nothing but what any Fit does, the first Fit, the second, the median of those after it, and what as many rows again add to it; NaN where there are not as many.</summary>
    public static void RunChild(string name, string effort, string method, string rows, string runs)
    {
        var model = Find(name);
        string path = Assets.Model(model.File)!;
        int count = int.Parse(rows, CultureInfo.InvariantCulture);
        TensorValue[] all = [.. model.Calibration.Take(2 * count).Select(row => row.Inputs[0])];
        TensorValue[] inputs = all[..Math.Min(count, all.Length)];
        var context = new MLContext(1);
        var view = FittedRows.View(context, inputs);
        var options = new QuantizationOptions { Effort = Enum.Parse<QuantizationEffort>(effort) };
        options = method == NoMethod ? options : options with { Calibration = Enum.Parse<CalibrationMethod>(method) };
        var oneRow = FittedRows.View(context, inputs.Take(1));
        List<double> plain = [PlainPass(path, inputs)];
        List<double> fixedCosts = [];
        List<double> fits = [];
        var twice = all.Length == 2 * count ? FittedRows.View(context, all) : null;
        List<double> further = [];
        for (int turn = 0; turn < 2 + int.Parse(runs, CultureInfo.InvariantCulture); turn++)
        {
            plain.Add(PlainPass(path, inputs));
            fits.Add(Fit(context, path, view, options));
            further.Add(twice == null ? double.NaN : Fit(context, path, twice, options) - fits[^1]);
            fixedCosts.Add(Fit(context, path, oneRow, options with { Effort = QuantizationEffort.Fast }));
        }

        plain.Add(PlainPass(path, inputs));
        double[] told = [Timing.Median(plain), Timing.Median(fixedCosts.Skip(1)), fits[0], fits[1], Timing.Median(fits.Skip(2).DefaultIfEmpty(fits[1])), Timing.Median(further.Skip(1))];
        Console.Write(string.Join(' ', told.Select(time => Text(time, "R"))));
    }

    private static double Fit(MLContext context, string path, IDataView view, QuantizationOptions options)
    {
        long start = Stopwatch.GetTimestamp();
        using var fitted = context.Transforms.Quantize(path, options).Fit(view);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Opening the session does not count.</summary>
    private static double PlainPass(string path, TensorValue[] rows)
    {
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(path, options);
        using var run = new RunOptions();
        long start = Stopwatch.GetTimestamp();
        foreach (var row in rows)
        {
            using var input = OrtValues.Of(row);
            session.Run(run, [row.Name], [input], session.OutputNames).Dispose();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static LabelledModel Find(string name) => LabelledModel.All.First(model => model.Name == name);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
