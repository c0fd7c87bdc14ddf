using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Benchmarks.Targets;

/// <summary>What operators take in FP32 and in INT8 in ONNX Runtime's WebAssembly backend, from which the costs of the browser were fitted.</summary>
internal static class WebCostBenchmark
{
    private const int Short = 1;
    private const int Long = 4;

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("step", "FP32 us", "INT8 us", "ratio", "gain us");
        var cases = CostCase.All.Where(one => arguments.Selects(one.Name)).ToArray();
        var measured = WebRuntime.Time([.. cases.Select(one => (Models(one), Row(one)))], arguments.Number("milliseconds", 400));
        for (int i = 0; i < cases.Length; i++)
        {
            double Step(int kind) => 1000 * (measured[i][kind + 1].Least - measured[i][kind].Least) / (Long - Short);
            table.Row(cases[i].Name, Text(Step(0)), Text(Step(2)), Text(Step(2) / Step(0)), Text(Step(0) - Step(2)));
        }
    }

    /// <summary>The short chain and the long one in FP32, then in INT8.</summary>
    private static OnnxModel[] Models(CostCase one) => [new(one.Build(Short), "short"), new(one.Build(Long), "long"), Quantize(one, Short), Quantize(one, Long)];

    private static OnnxModel Quantize(CostCase one, int steps)
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("model.onnx");
        var model = one.Build(steps);
        OnnxModelWriter.Save(new OnnxModel(model, file), file);
        var options = new QuantizationOptions
        {
            Target = QuantizationTarget.OnnxRuntimeX86Vnni,
            OnlyWhereFaster = false,
            Effort = QuantizationEffort.Fast,
            ExcludedNodes = [.. model.Graph.Node.Where(node => node.Name.StartsWith("float", StringComparison.Ordinal)).Select(node => node.Name)],
        };
        return PostTrainingQuantizer.Run(file, [Row(one)], options, new SilentProgress()).Model;
    }

    private static TensorValue[] Row(CostCase one)
    {
        var random = new Random(1);
        var values = new float[one.Shape.Aggregate(1L, (all, size) => all * size)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle();
        }

        return [new TensorValue("x", values, one.Shape)];
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
