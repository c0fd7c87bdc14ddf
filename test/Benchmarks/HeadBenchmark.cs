using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests;

namespace Benchmarks;

/// <summary>Generated detectors that join boxes and scores: what leaving a Concat in FP32 gives and costs.</summary>
internal static class HeadBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("form", "target", "default: SQNR by part", "ratio", "all INT8: SQNR by part", "ratio");
        var budget = TimeSpan.FromSeconds(arguments.Number("milliseconds", 1000) / 1000.0);
        var rows = HeadModel.Rows(arguments.Number("rows", 32));
        using var folder = new TemporaryFolder();
        foreach (var form in Enum.GetValues<HeadForm>())
        {
            string file = folder.File($"{form}.onnx");
            OnnxModelWriter.Save(new OnnxModel(new HeadModel(form, 1).Build(), file), file);
            foreach (var target in new[] { QuantizationTarget.OnnxRuntimeX86, QuantizationTarget.LiteRt })
            {
                string[] cells = [.. new[] { true, false }.SelectMany(onlyWhereFaster => Cells(file, rows, new QuantizationOptions { Target = target, OnlyWhereFaster = onlyWhereFaster }, budget))];
                table.Row([form.ToString(), target.Name, .. cells]);
            }
        }
    }

    private static string[] Cells(string file, TensorValue[][] rows, QuantizationOptions options, TimeSpan budget)
    {
        using var original = OnnxModelReader.Load(file);
        using var quantized = PostTrainingQuantizer.Run(file, rows, options, new SilentProgress()).Model;
        using var first = new SampleRun(original);
        using var second = new SampleRun(quantized);
        var parts = OutputComparison.Run(first, second, rows).Outputs
            .SelectMany(output => output.Parts.Count > 0 ? output.Parts.Select(part => (part.Name, part.Sqnr)) : [(output.Name, output.Sqnr)])
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Sqnr:0.0}"));

        // ONNX Runtime leaves in FP32 on x86 what has signed activations: its time tells nothing of LiteRT.
        string ratio = options.Target == QuantizationTarget.LiteRt ? "" : Timing.Models(original, quantized, rows[0], budget).Ratio(1, 0.95).Ratio.ToString("0.00", CultureInfo.InvariantCulture);
        return [string.Join(", ", parts), ratio];
    }
}
