using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Generated;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Benchmarks.Targets;

/// <summary>
/// Generated models made for the browser, INT8 against FP32 in turn in ONNX Runtime's WebAssembly backend. Those that stay in FP32 are not timed, and those that take FP32 less than 0.05 ms
/// are left out: the call itself decides their time.
/// </summary>
internal static class WebGeneratedBenchmark
{
    private const double ShortestFloat = 0.05;
    private const int First = 3000;

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("models", "with INT8", "timed", "median ratio", "fastest", "slowest", "over 1.05");
        int count = arguments.Number("graphs", 100);
        List<(int Seed, OnnxModel[] Models, TensorValue[] Row)> cases = [];
        for (int seed = First; seed < First + count; seed++)
        {
            if (Quantize(seed, arguments) is { } one)
            {
                cases.Add((seed, one.Models, one.Row));
            }
        }

        var times = WebRuntime.Time([.. cases.Select(one => (one.Models, one.Row))], arguments.Number("milliseconds", 300));
        (int Seed, double Ratio)[] ratios =
            [.. cases.Zip(times).Where(pair => pair.Second[0].Least >= ShortestFloat).Select(pair => (pair.First.Seed, pair.Second[1].Least / pair.Second[0].Least)).OrderBy(pair => pair.Item2)];
        if (ratios.Length > 0)
        {
            var slow = ratios.Where(one => one.Ratio > 1.05).ToArray();
            table.Row($"{count}", $"{cases.Count}", $"{ratios.Length}", Text(ratios[ratios.Length / 2].Ratio), Named(ratios[0]), Named(ratios[^1]), $"{slow.Length}: {string.Join(", ", slow.Select(Named))}");
        }
    }

    /// <returns>FP32 and INT8; <see langword="null"/> where nothing gains.</returns>
    private static (OnnxModel[] Models, TensorValue[] Row)? Quantize(int seed, Arguments arguments)
    {
        var generated = GeneratedModel.Create(seed, width: arguments.Number("width", 64), side: arguments.Number("side", 16));
        using var folder = new TemporaryFolder();
        string file = folder.File("model.onnx");
        OnnxModelWriter.Save(new OnnxModel(generated.Model, file), file);
        var options = new QuantizationOptions { Target = QuantizationTarget.OnnxRuntimeWeb, Effort = QuantizationEffort.Fast };
        var result = PostTrainingQuantizer.Run(file, [.. generated.Calibration], options, new SilentProgress());
        var row = generated.Test.First();
        return result.Plan.Nodes.Any(node => node.IsQuantized) && row.All(value => value.Values is float[] or long[]) ? ([new OnnxModel(generated.Model, "model.onnx"), result.Model], row) : null;
    }

    private static string Named((int Seed, double Ratio) model) => $"{Text(model.Ratio)} (seed {model.Seed})";

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
