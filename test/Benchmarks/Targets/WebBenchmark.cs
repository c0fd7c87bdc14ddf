using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Benchmarks.Targets;

/// <summary>FP32 and the browser's INT8 model in turn, in ONNX Runtime's WebAssembly backend. The file for x86 is timed with them.</summary>
internal static class WebBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "FP32 ms", "INT8 ms", "least, of FP32", "median, of FP32", "file for x86, of FP32", "MB FP32", "MB INT8", "INT8 nodes");
        foreach (string path in Assets.Models().Where(path => arguments.Selects(Path.GetFileName(path))))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            var rows = ModelRows.Read(path, 20);
            using var original = OnnxModelReader.Load(path);
            try
            {
                var (web, x86) = (Quantize(path, rows, QuantizationTarget.OnnxRuntimeWeb), Quantize(path, rows, QuantizationTarget.OnnxRuntimeX86));
                var times = WebRuntime.Time([([original, web.Model, x86.Model], rows[0])], arguments.Number("milliseconds", 4000))[0];
                table.Row(
                    name, Text(times[0].Median), Text(times[1].Median), Text(times[1].Least / times[0].Least), Text(times[1].Median / times[0].Median), Text(times[2].Least / times[0].Least),
                    Text(original.Bytes / 1e6), Text(web.Model.Bytes / 1e6), $"{web.Plan.Nodes.Count(node => node.IsQuantized)} of {web.Plan.Nodes.Count}");
            }
            catch (NotSupportedException)
            {
                table.Row(name, "-", "already INT8", "-", "-", "-", Text(original.Bytes / 1e6), "-", "-");
            }
        }
    }

    private static QuantizationResult Quantize(string path, TensorValue[][] rows, QuantizationTarget target) =>
        PostTrainingQuantizer.Run(path, rows, new QuantizationOptions { Target = target, Effort = QuantizationEffort.Fast }, new SilentProgress());

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
