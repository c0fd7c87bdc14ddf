using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Benchmarks;

/// <summary>Times FP32 and INT8 in turn on the same row, in rounds that open both anew. Models without data of their own get random pixels, which take as long.</summary>
internal static class LatencyBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "FP32 ms", "INT8 ms", "INT8 / FP32 (95 %)", "rounds", "MB FP32", "MB INT8", "INT8 nodes");
        var budget = TimeSpan.FromSeconds(arguments.Number("seconds", 5));
        foreach (string path in Assets.Models().Where(path => arguments.Selects(Path.GetFileName(path))))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            var original = OnnxModelReader.Load(path);
            var rows = ModelRows.Read(path, arguments.Number("rows", 50));
            try
            {
                foreach (var (kind, result) in EveryWay(path, rows))
                {
                    var rounds = Timing.Models(original, result.Model, rows[0], budget);
                    var (ratio, interval) = rounds.Ratio(1, 0.95);
                    var nodes = result.Report.Value.Nodes;
                    table.Row(
                        name + kind, Text(rounds.Median(0).TotalMilliseconds, "0.000"), Text(rounds.Median(1).TotalMilliseconds, "0.000"),
                        $"{Text(ratio)} ({Text(interval.Low)} to {Text(interval.High)})", $"{rounds.Times[0].Length}", Megabytes(original), Megabytes(result.Model),
                        $"{nodes.Count(node => node.IsQuantized)} of {nodes.Count}");
                }
            }
            catch (NotSupportedException)
            {
                table.Row(name, "-", "-", "already INT8", "-", Megabytes(original), "-", "-");
            }
        }
    }

    /// <summary>Quantized as by default, and wherever it is possible where that is more.</summary>
    private static IEnumerable<(string Kind, QuantizationResult Result)> EveryWay(string path, TensorValue[][] rows)
    {
        var chosen = PostTrainingQuantizer.Run(path, rows, new QuantizationOptions(), new SilentProgress());
        yield return ("", chosen);
        var everywhere = PostTrainingQuantizer.Run(path, rows, new QuantizationOptions { OnlyWhereFaster = false }, new SilentProgress());
        if (everywhere.Calibration.Tensors.Count > chosen.Calibration.Tensors.Count)
        {
            yield return (", everywhere", everywhere);
        }
    }

    private static string Megabytes(OnnxModel model) => Text(model.Bytes / 1e6);

    private static string Text(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
