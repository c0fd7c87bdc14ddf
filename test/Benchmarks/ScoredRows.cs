using System.Numerics.Tensors;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks;

/// <summary>Scores rows with a model, all cores at once, and compares what two models gave.</summary>
internal static class ScoredRows
{
    public static float[][] Outputs(OnnxModel model, RowSource rows, int[] labels)
    {
        using var run = new SampleRun(model);
        var outputs = new float[rows.Count][];
        Parallel.For(0, outputs.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var row = rows[i];
            labels[i] = row.Label;
            outputs[i] = run.Outputs(row.Inputs)[0];
        });
        return outputs;
    }

    public static double Sqnr(float[][] expected, float[][] actual)
    {
        double signal = expected.Sum(scores => scores.Sum(value => (double)value * value));
        double noise = expected.Zip(actual, (a, b) => (double)TensorPrimitives.Distance<float>(a, b)).Sum(distance => distance * distance);
        return 10 * Math.Log10(signal / noise);
    }

    public static int Top(float[] scores) => TensorPrimitives.IndexOfMax<float>(scores);

    public static double Share(IEnumerable<bool> hits) => 100 * hits.Average(hit => hit ? 1.0 : 0.0);
}
