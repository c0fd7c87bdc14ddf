using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Benchmarks.Ablation;

/// <summary>A classifier of small images with LeakyRelu: convolutions with random weights, and a last layer fitted to labelled rows by least squares.</summary>
internal static class LeakyClassifier
{
    private const int Classes = 10;
    private const int Features = 96 * 4;

    private static readonly (int Inputs, int Outputs, int Stride)[] Layers = [(3, 24, 1), (24, 48, 2), (48, 48, 1), (48, 96, 2), (96, 96, 1)];

    public static string Write(string path, RowSource rows)
    {
        var features = new OnnxModel(Build(null), path);
        var (weights, bias) = LeastSquares.Fit(Scored(features, rows), Classes, ridge: 0.05);
        OnnxModelWriter.Save(new OnnxModel(Build((weights, bias)), path), path);
        return path;
    }

    private static (float[] Features, int Class)[] Scored(OnnxModel model, RowSource rows)
    {
        using var run = new SampleRun(model);
        var scored = new (float[], int)[rows.Count];
        Parallel.For(0, scored.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => scored[i] = (run.Outputs(rows[i].Inputs)[0], rows[i].Label));
        return scored;
    }

    private static ModelProto Build((float[] Weights, float[] Bias)? last)
    {
        var random = new Random(5);
        var model = new ModelBuilder(13).Input("input", -1, 3, 32, 32);
        string tensor = "input";
        for (int i = 0; i < Layers.Length; i++)
        {
            var (inputs, outputs, stride) = Layers[i];
            double deviation = Math.Sqrt(2.0 / (inputs * 9));
            model.Weights($"w{i}", [.. Enumerable.Range(0, inputs * outputs * 9).Select(_ => (float)(Normal(random) * deviation))], outputs, inputs, 3, 3)
                .Weights($"b{i}", [.. Enumerable.Range(0, outputs).Select(_ => (float)(Normal(random) * 0.2))], outputs)
                .Node("Conv", $"{tensor} w{i} b{i}", $"conv{i}", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { stride, stride }), ("pads", new[] { 1, 1, 1, 1 }))
                .Node("LeakyRelu", $"conv{i}", $"leaky{i}", ("alpha", 0.1f));
            tensor = $"leaky{i}";
        }

        model.Node("AveragePool", tensor, "pooled", ("kernel_shape", new[] { 4, 4 }), ("strides", new[] { 4, 4 })).Node("Flatten", "pooled", "features");
        return last is { } fitted
            ? model.Weights("w", fitted.Weights, Features, Classes).Weights("b", fitted.Bias, Classes).Node("Gemm", "features w b", "logits").Output("logits", [-1, Classes]).Build()
            : model.Output("features", [-1, Features]).Build();
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
