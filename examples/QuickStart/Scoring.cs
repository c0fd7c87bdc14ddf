using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Examples;

/// <summary>What a model makes of the test images: the class of the highest score for each, and how fast.</summary>
internal sealed record Scoring(int[] Classes, double RowsPerSecond)
{
    private const int Rounds = 5;

    /// <summary>Scores with each model in turn, several times over, so that a busy machine slows all alike; the best time counts.</summary>
    public static Scoring[] Measure(IDataView images, params ITransformer[] models)
    {
        IDataView[] scored = [.. models.Select(model => model.Transform(images))];
        int[][] classes = [.. scored.Select(Predict)];
        double[] seconds = [.. models.Select(_ => double.MaxValue)];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < models.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                Predict(scored[i]);
                seconds[i] = Math.Min(seconds[i], Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return [.. models.Select((_, i) => new Scoring(classes[i], classes[i].Length / seconds[i]))];
    }

    public double ShareEqualTo(IReadOnlyList<int> others) => Classes.Zip(others).Count(pair => pair.First == pair.Second) / (double)Classes.Length;

    private static int[] Predict(IDataView scored) => [.. scored.GetColumn<float[]>("scores").Select(scores => TensorPrimitives.IndexOfMax<float>(scores))];
}
