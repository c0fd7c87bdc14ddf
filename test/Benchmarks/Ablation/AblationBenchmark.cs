using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Benchmarks.Ablation;

/// <summary>What every pass over the numbers of an INT8 model brings, alone and with the others, on test rows that no calibration sees.</summary>
internal static class AblationBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "passes", "SQNR dB, centred", "KL", "agreement %", "lost (95 % interval)", "Fit s");
        using var scratch = new TemporaryFolder();
        foreach (var one in AblationCase.All.Where(one => arguments.Selects(one.Name)))
        {
            if (one.Model(scratch) is not { } path)
            {
                continue;
            }

            TensorValue[][] calibration = [.. one.Calibration(arguments.Number("rows", 300))];
            TestRow[] test = [.. one.Test().Take(arguments.Number("test", int.MaxValue))];
            using var source = OnnxModelReader.Load(path);
            float[][] expected = Outputs(source, test);
            foreach (var variant in AblationVariant.All.Where(variant => arguments.Selects(variant.Name, "passes")))
            {
                long start = Stopwatch.GetTimestamp();
                var result = PostTrainingQuantizer.Run(path, calibration, variant.Change(Options(one, arguments)), new SilentProgress());
                using var model = result.Model;
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                var measured = new OutputPair(test, expected, Outputs(model, test));
                table.Row(
                    one.Name, variant.Name, Text(measured.Sqnr, "0.00"), Text(measured.Divergence, "0.00000"), Text(measured.Agreement, "0.00"), measured.Loss, Text(seconds, "0.0"));
                if (arguments.Number("notes", 0) != 0)
                {
                    Console.Error.WriteLine(result.Report.Value);
                }
            }
        }
    }

    /// <summary>For the target that was asked for, everything that it can run in INT8.</summary>
    private static QuantizationOptions Options(AblationCase one, Arguments arguments) =>
        arguments.Target is { } target ? one.Options with { Target = target, OnlyWhereFaster = false } : one.Options;

    /// <summary>What a last Softmax is made from, or the first output.</summary>
    private static float[][] Outputs(OnnxModel model, TestRow[] rows)
    {
        using var run = new SampleRun(ComparedOutputs.Select(model));
        var outputs = new float[rows.Length][];
        Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => outputs[i] = run.Outputs(rows[i].Inputs)[0]);
        return outputs;
    }

    private static string Text(double value, string format) => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);
}
