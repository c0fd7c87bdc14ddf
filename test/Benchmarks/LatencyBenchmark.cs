using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks;

/// <summary>Times FP32 and INT8 in turn on the same row. Models without data of their own get random pixels, which take as long.</summary>
internal static class LatencyBenchmark
{
    private const int FewestTurns = 25;
    private const int MostTurns = 5_000;

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "FP32 ms", "INT8 ms", "INT8 / FP32", "MB FP32", "MB INT8", "INT8 nodes");
        var budget = TimeSpan.FromSeconds(arguments.Number("seconds", 5));
        foreach (string path in Assets.Models().Where(path => arguments.Selects(Path.GetFileName(path))))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            var original = OnnxModelReader.Load(path);
            var rows = ModelRows.Of(path, arguments.Number("rows", 50));
            try
            {
                foreach (var (kind, result) in EveryWay(path, rows))
                {
                    var (first, second) = Compare(original, result.Model, rows[0], budget);
                    var nodes = result.Report.Value.Nodes;
                    table.Row(
                        name + kind, Text(first, "0.000"), Text(second, "0.000"), Text(second / first), Megabytes(original), Megabytes(result.Model),
                        $"{nodes.Count(node => node.IsQuantized)} of {nodes.Count}");
                }
            }
            catch (NotSupportedException)
            {
                table.Row(name, "-", "-", "already INT8", Megabytes(original), "-", "-");
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

    private static (double First, double Second) Compare(OnnxModel first, OnnxModel second, TensorValue[] row, TimeSpan budget)
    {
        using var firstRun = new SampleRun(first);
        using var secondRun = new SampleRun(second);
        List<double> firsts = [];
        List<double> seconds = [];
        firstRun.Time(row);
        secondRun.Time(row);
        var watch = Stopwatch.StartNew();
        while (firsts.Count < FewestTurns || (watch.Elapsed < budget && firsts.Count < MostTurns))
        {
            firsts.Add(firstRun.Time(row).TotalMilliseconds);
            seconds.Add(secondRun.Time(row).TotalMilliseconds);
        }

        return (Timing.Median(firsts), Timing.Median(seconds));
    }

    private static string Megabytes(OnnxModel model) => Text(model.Bytes / 1e6);

    private static string Text(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
