using System.Diagnostics;
using System.Globalization;
using Benchmarks.Ablation;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Benchmarks.Kinds.Trained;

/// <summary>Kinds of network that no asset is of, trained on small pictures: what each effort and each calibration method makes of them on test rows.</summary>
internal static class TrainedKindsBenchmark
{
    private static readonly (string Name, QuantizationOptions Options)[] Ways =
    [
        ("fast", new() { Effort = QuantizationEffort.Fast }),
        ("default", new()),
        ("only ranges", Forced(new() { ConsumerRanges = true })),
        ("only equalization", Forced(new() { Equalization = true })),
        ("only rounding", Forced(new() { WeightRounding = true })),
        ("all", Forced(new() { ConsumerRanges = true, Equalization = true, ChannelShift = true, WeightRounding = true })),
        .. CalibrationRules.Candidates(CalibrationMethod.Auto).Select(rule => (rule.Method.ToString(), new QuantizationOptions { Effort = QuantizationEffort.Fast, Calibration = rule.Method })),
    ];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("kind", "numbers", "INT8 tensors", "SQNR dB, centred", "KL", "agreement %", "lost (95 % interval)", "Fit s", "kept");
        using var scratch = new TemporaryFolder();
        string folder = Environment.GetEnvironmentVariable("MLQ_KINDS") ?? Path.GetDirectoryName(scratch.File("x"))!;
        TensorValue[][] calibration = [.. CifarData.File("cifar10_calib1000", normalized: true).Take(arguments.Number("rows", 300)).Select(row => row.Inputs)];
        TestRow[] test = [.. CifarData.File("cifar10_test_batch", normalized: true).Take(arguments.Number("test", 2000)).Select(row => new TestRow(row.Inputs, row.Label))];
        foreach (var kind in TrainedKind.All.Where(kind => arguments.Selects(kind.Name)))
        {
            string file = Path.Combine(folder, $"{kind.Name.Replace(' ', '-')}.onnx");
            if (!File.Exists(file))
            {
                long start = Stopwatch.GetTimestamp();
                KindTrainer.Train(kind, CifarData.File("cifar10_train10000", normalized: true), arguments.Number("epochs", 5), file);
                Console.Error.WriteLine($"{kind.Name}: trained in {Text(Stopwatch.GetElapsedTime(start).TotalSeconds, "0")} s");
            }

            Measure(kind, file, calibration, test, table, arguments);
        }
    }

    private static void Measure(TrainedKind kind, string file, TensorValue[][] calibration, TestRow[] test, BenchmarkTable table, Arguments arguments)
    {
        using var original = OnnxModelReader.Load(file);
        float[][] expected = Outputs(original, test);
        double right = 100 * test.Zip(expected, (row, scores) => ScoredRows.Top(scores) == row.Label ? 1.0 : 0).Average();
        using var run = new SampleRun(ComparedOutputs.Select(original));
        TensorValue[][] few = [.. test.Take(200).Select(row => row.Inputs)];
        var errors = new PartErrors(new AnsweredRows(few, [.. few.Select(row => run.OutputNames.Select(name => run.Output(row, name)).ToArray())]), default);
        foreach (var (name, way) in Ways.Where(way => arguments.Selects(way.Name, "passes")))
        {
            var options = way with { OnlyWhereFaster = arguments.Number("faster", 0) != 0 };
            long start = Stopwatch.GetTimestamp();
            var result = PostTrainingQuantizer.Run(file, calibration, options, new SilentProgress());
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            using var model = result.Model;
            var measured = new OutputPair(test, expected, Outputs(model, test));
            string kept = string.Join(", ", result.Report.Value.Passes.Where(pass => pass.Group.Length == 0).Select(pass => $"{pass.Name}{(pass.IsKept ? "+" : "-")} {pass.Gain:0.0}"));
            table.Row(
                $"{kind.Name}, FP32 {Text(right, "0.0")} %", name, $"{result.Calibration.Tensors.Count}", Text(measured.Sqnr, "0.00"), Text(measured.Divergence, "0.00000"), Text(measured.Agreement, "0.00"), measured.Loss, Text(seconds, "0.0"), name == "default" ? kept : "");
            foreach (var (tensor, noise) in arguments.Number("tensors", 0) == 0 ? [] : NoiseMap.Measure(file, calibration, options, errors).Take(arguments.Number("tensors", 0)))
            {
                Console.Error.WriteLine($"    {kind.Name} {name}: {string.Join(" / ", noise.Select(ratio => Text(-10 * Math.Log10(ratio), "0.0")))} dB with {tensor} alone");
            }

            if (arguments.Number("notes", 0) != 0)
            {
                Console.Error.WriteLine(result.Report.Value);
            }
        }
    }

    private static float[][] Outputs(OnnxModel model, TestRow[] rows)
    {
        using var run = new SampleRun(ComparedOutputs.Select(model));
        var outputs = new float[rows.Length][];
        Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => outputs[i] = run.Outputs(rows[i].Inputs)[0]);
        return outputs;
    }

    private static QuantizationOptions Forced(QuantizationPasses passes) => new() { Effort = QuantizationEffort.Fast, Passes = passes };

    private static string Text(double value, string format) => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);
}
