using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Kinds;

namespace Benchmarks.Kinds;

/// <summary>Kinds of network that no asset is of, generated with statistics as training leaves them: what each effort and each calibration method makes of them on fresh rows.</summary>
internal static class KindsBenchmark
{
    private static readonly (string Name, QuantizationOptions Options)[] Ways =
    [
        ("fast", new() { Effort = QuantizationEffort.Fast }),
        ("default", new()),
        ("all", new() { Effort = QuantizationEffort.Fast, Passes = new() { ConsumerRanges = true, Equalization = true, ChannelShift = true, WeightRounding = true } }),
        .. CalibrationRules.Candidates(CalibrationMethod.Auto).Skip(1).Select(rule => (rule.Method.ToString(), new QuantizationOptions { Effort = QuantizationEffort.Fast, Calibration = rule.Method })),
    ];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        var ways = Ways.Where(way => arguments.Selects(way.Name, "passes")).ToArray();
        table.Columns(["kind", "seed", "INT8 tensors", .. ways.Select(way => $"{way.Name} dB"), "same decisions %", "Fit s", "kept"]);
        foreach (var kind in ModelKind.All.Where(kind => arguments.Selects(kind.Name)))
        {
            for (int seed = 1; seed <= arguments.Number("seeds", 2); seed++)
            {
                table.Row(Measure(kind, seed, ways, arguments));
            }
        }
    }

    private static string[] Measure(ModelKind kind, int seed, (string Name, QuantizationOptions Options)[] ways, Arguments arguments)
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("model.onnx");
        OnnxModelWriter.Save(new OnnxModel(kind.Create(seed), file), file);
        var rows = kind.Calibration(seed, arguments.Number("rows", 300));
        var test = kind.Test(seed, arguments.Number("test", 200));
        using var original = OnnxModelReader.Load(file);
        using var run = new SampleRun(ComparedOutputs.Select(original));
        var errors = new PartErrors(new AnsweredRows(test, [.. test.Select(row => run.OutputNames.Select(name => run.Output(row, name)).ToArray())]), default);
        List<string> decibels = [];
        List<string> same = [];
        List<string> seconds = [];
        string kept = "";
        int tensors = 0;
        foreach (var (name, options) in ways)
        {
            long start = Stopwatch.GetTimestamp();
            var result = PostTrainingQuantizer.Run(file, rows, options with { OnlyWhereFaster = arguments.Number("faster", 0) != 0 }, new SilentProgress());
            seconds.Add(Text(Stopwatch.GetElapsedTime(start).TotalSeconds, "0.0"));
            using var model = result.Model;
            decibels.Add(string.Join(" / ", errors.Measure(model).Select(ratio => Text(-10 * Math.Log10(ratio), "0.0"))));
            using var quantized = new SampleRun(ComparedOutputs.Select(model));
            same.Add(Text(100 * Decisions.Same(run, quantized, test), "0.0"));
            tensors = result.Calibration.Tensors.Count;
            kept = name == "default" ? string.Join(", ", result.Report.Value.Passes.Where(pass => pass.Group.Length == 0).Select(pass => $"{pass.Name}{(pass.IsKept ? "+" : "-")} {pass.Gain:0.0}")) : kept;
            foreach (var (tensor, noise) in arguments.Number("tensors", 0) == 0 ? [] : NoiseMap.Measure(file, rows, options with { OnlyWhereFaster = false }, errors).Take(arguments.Number("tensors", 0)))
            {
                Console.Error.WriteLine($"    {name}: {string.Join(" / ", noise.Select(ratio => Text(-10 * Math.Log10(ratio), "0.0")))} dB with {tensor} alone");
            }

            if (arguments.Number("notes", 0) != 0)
            {
                Console.Error.WriteLine(result.Report.Value);
            }
        }

        return [kind.Name, $"{seed}", $"{tensors}", .. decibels, string.Join(" / ", same), string.Join(" / ", seconds), kept];
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
