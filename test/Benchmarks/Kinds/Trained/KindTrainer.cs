using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using Microsoft.ML.Quantization.Training.Learning;
using static TorchSharp.torch;

namespace Benchmarks.Kinds.Trained;

/// <summary>Trains a network from nothing on small pictures, a few passes over the rows.</summary>
internal static class KindTrainer
{
    private const int Batch = 50;
    private const int Pixels = 3 * 32 * 32;

    public static void Train(TrainedKind kind, RowSource rows, int epochs, string file)
    {
        TorchSharpRuntime.EnsureLoaded();
        var model = new OnnxModel(kind.Grow(new UntrainedNet()), file);
        using var graph = new TorchGraph(model, OperatorHandlers.Find);
        var optimizer = new WeightOptimizer(
            [.. graph.Weights.Values], new QuantizationAwareTrainingOptions { Optimizer = kind.Adapts ? TrainingOptimizer.AdamW : TrainingOptimizer.Sgd, WeightDecay = kind.Adapts ? 0.05 : 5e-4, GradientClipping = 5 });
        var (pictures, labels) = (new float[rows.Count * Pixels], new long[rows.Count]);
        for (int i = 0; i < rows.Count; i++)
        {
            ((float[])rows[i].Inputs[0].Values).CopyTo(pictures, i * Pixels);
            labels[i] = rows[i].Label;
        }

        var random = new Random(3);
        int steps = epochs * rows.Count / Batch;
        graph.train();
        for (int step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            int[] chosen = [.. Enumerable.Range(0, Batch).Select(_ => random.Next(rows.Count))];
            var input = tensor([.. chosen.SelectMany(i => Picture(pictures.AsSpan(i * Pixels, Pixels), random.Next(2) == 1))], [Batch, 3, 32, 32]);
            optimizer.ZeroGradients();
            var logits = graph.Run(new Dictionary<string, Tensor> { ["input"] = input }, null, ["logits"])["logits"];
            nn.functional.cross_entropy(logits, tensor(Array.ConvertAll(chosen, i => labels[i]))).backward();
            double share = (step + 1) / (double)steps;
            optimizer.Step((kind.Adapts ? 0.002 : 0.1) * Math.Min(1, share * 10) * (1 + Math.Cos(Math.PI * share)) / 2);
        }

        foreach (var initializer in model.Graph.Initializer)
        {
            if (graph.Weights.ContainsKey(initializer.Name) || graph.Statistics.ContainsKey(initializer.Name))
            {
                float[] values = TensorMemory.Copy(graph.Weights.TryGetValue(initializer.Name, out var weight) ? weight : graph.Statistics[initializer.Name]);
                initializer.RawData = TensorData.Create<float>(initializer.Name, values, [.. initializer.Dims]).RawData;
            }
        }

        OnnxModelWriter.Save(model, file);
    }

    /// <summary>A picture, or its mirror image.</summary>
    private static float[] Picture(ReadOnlySpan<float> values, bool mirrored)
    {
        float[] picture = values.ToArray();
        for (int row = 0; mirrored && row < picture.Length; row += 32)
        {
            Array.Reverse(picture, row, 32);
        }

        return picture;
    }
}
