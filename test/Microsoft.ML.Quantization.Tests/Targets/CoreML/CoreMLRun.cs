using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>Scores what a package computes, and what it was made of, node by node in FP32: nothing is fused.</summary>
internal static class CoreMLRun
{
    public static CoreMLOptions Exact { get; } = new() { Precision = CoreMLPrecision.FP32 };

    /// <summary>Writes a package and reads it back.</summary>
    public static CoreMLReader Write(OnnxModel model, CoreMLOptions? options = null, bool roundsHalves = false)
    {
        using var folder = new TemporaryFolder();
        new CoreMLWriter(options ?? Exact).Save(model, folder.File("model.mlpackage"));
        return CoreMLReader.Read(folder.File("model.mlpackage"), roundsHalves);
    }

    /// <summary>By row and output.</summary>
    public static float[][][] Score(OnnxModel model, TensorValue[][] rows)
    {
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = model.OpenSession(options);
        string[] inputs = [.. model.Graph.Input.Select(input => input.Name).Where(session.InputMetadata.ContainsKey)], outputs = [.. model.Graph.Output.Select(output => output.Name)];
        return [.. rows.Select(row =>
        {
            var fed = Array.ConvertAll(row, OrtValues.Of);
            using var run = new RunOptions();
            using var made = session.Run(run, inputs, fed, outputs);
            var values = made.Select(value => value.GetTensorDataAsSpan<float>().ToArray()).ToArray();
            Array.ForEach(fed, value => value.Dispose());
            return values;
        })];
    }

    public static double Decibels(IEnumerable<float> expected, IEnumerable<float> actual)
    {
        double signal = 0, noise = 0;
        foreach (var (one, other) in expected.Zip(actual))
        {
            signal += (double)one * one;
            noise += Math.Pow(one - (double)other, 2);
        }

        return noise == 0 ? 200 : 10 * Math.Log10(signal / noise);
    }
}
