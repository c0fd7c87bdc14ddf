using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Generated;

namespace Benchmarks;

/// <summary>
/// Generated models with default options, INT8 against FP32 in turn, one thread. Those that take FP32 less than 0.05 ms are left out: the
/// call itself decides their time.
/// </summary>
internal static class GeneratedBenchmark
{
    private static readonly TimeSpan ShortestFloat = TimeSpan.FromMilliseconds(0.05);

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("models", "timed", "INT8 in", "median ratio", "fastest", "slowest", "over 1.1");
        var budget = TimeSpan.FromSeconds(arguments.Number("milliseconds", 200) / 1000.0);
        List<(int Seed, double Ratio, bool IsQuantized)> timed = [];
        int count = arguments.Number("graphs", 100);
        for (int seed = 2000; seed < 2000 + count; seed++)
        {
            if (Ratio(GeneratedModel.Create(seed, width: arguments.Number("width", 64), side: arguments.Number("side", 16)), budget) is { } ratio)
            {
                timed.Add((seed, ratio.Ratio, ratio.IsQuantized));
            }
        }

        var slow = timed.Where(model => model.Ratio > 1.1).ToArray();
        var quantized = timed.Where(model => model.IsQuantized).OrderBy(model => model.Ratio).ToArray();
        if (quantized.Length > 0)
        {
            table.Row($"{count}", $"{timed.Count}", $"{quantized.Length}", Text(quantized[quantized.Length / 2].Ratio), Named(quantized[0]), Named(quantized[^1]), $"{slow.Length}: {string.Join(", ", slow.Select(Named))}");
        }
    }

    /// <returns>INT8's time over FP32's; <see langword="null"/> where FP32 takes too little time to tell.</returns>
    private static (double Ratio, bool IsQuantized)? Ratio(GeneratedModel generated, TimeSpan budget)
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("model.onnx");
        File.WriteAllBytes(file, OnnxModelWriter.ToBytes(new OnnxModel(generated.Model, file)));
        var row = generated.Test.First();
        using var original = OnnxModelReader.Load(file);
        var result = PostTrainingQuantizer.Run(file, [.. generated.Calibration], new QuantizationOptions(), new SilentProgress());
        var first = Timing.Models(original, result.Model, row, budget);
        if (first.Median(0) < ShortestFloat)
        {
            return null;
        }

        // A shift of the machine passes; a slow model stays slow.
        double ratio = first.Ratio(1, 0.95).Ratio;
        return (ratio > 1.05 ? Math.Min(ratio, Timing.Models(original, result.Model, row, 5 * budget).Ratio(1, 0.95).Ratio) : ratio, result.Calibration.Tensors.Count > 0);
    }

    private static string Named((int Seed, double Ratio, bool IsQuantized) model) => $"{Text(model.Ratio)} (seed {model.Seed})";

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
