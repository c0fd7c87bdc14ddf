using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Examples;

/// <summary>What a model makes of the test images: the class of the highest score for each, and how fast.</summary>
internal sealed record Scoring(int[] Classes, double RowsPerSecond)
{
    private const int TimedPasses = 3;

    public static Scoring Of(ITransformer model, IDataView images)
    {
        IDataView scored = model.Transform(images);
        int[] classes = Predict(scored);
        double seconds = Enumerable.Range(0, TimedPasses).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            Predict(scored);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        return new Scoring(classes, classes.Length / seconds);
    }

    public double ShareEqualTo(IReadOnlyList<int> others) => Classes.Zip(others).Count(pair => pair.First == pair.Second) / (double)Classes.Length;

    private static int[] Predict(IDataView scored) => [.. scored.GetColumn<float[]>("scores").Select(scores => TensorPrimitives.IndexOfMax<float>(scores))];
}
