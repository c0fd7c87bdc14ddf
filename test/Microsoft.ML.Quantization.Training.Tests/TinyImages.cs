using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests;

/// <summary>A small convolutional classifier with random weights, and images that are labelled by what it says of them in FP32.</summary>
internal sealed class TinyImages
{
    public const int Size = 6;
    public const int Classes = 3;
    public const int Channels = 8;
    public const string LastNode = "last";

    private const int Candidates = 2;

    private readonly string _folder;

    /// <param name="folder">Where the model file is written.</param>
    /// <param name="spread">How far apart the magnitudes of the channels are: 1 quantizes well, 100 does not with one scale a tensor.</param>
    public TinyImages(string folder, float spread = 1)
    {
        _folder = folder;
        var model = Model(spread);
        model.Graph.Node[^1].Name = LastNode;
        OnnxModelWriter.Save(model, ModelFile);
    }

    public string ModelFile => Path.Combine(_folder, "tiny.onnx");

    public sealed class Row
    {
        [VectorType(1, Size, Size)]
        public float[] Image { get; set; } = [];

        [KeyType(Classes)]
        public uint Label { get; set; }
    }

    public static OnnxModel Model(float spread)
    {
        var random = new Random(3);
        float[] factors = [.. Enumerable.Range(0, Channels).Select(channel => channel % 2 == 0 ? spread : 1 / spread)];
        float[] first = Weights(random, Channels * 9, i => factors[i / 9]);
        float[] second = Weights(random, Channels * Channels * 9, i => 0.3f / factors[i / 9 % Channels]);
        float[] last = Weights(random, Classes * Channels * Size * Size, _ => 0.1f);
        return new ModelBuilder(17)
            .Input("Image", -1, 1, Size, Size)
            .Weights("w1", first, Channels, 1, 3, 3)
            .Weights("w2", second, Channels, Channels, 3, 3)
            .Weights("w3", last, Classes, Channels, Size, Size)
            .Node("Conv", "Image w1", "c1", ("pads", new[] { 1, 1, 1, 1 }))
            .Node("Relu", "c1", "r1")
            .Node("Conv", "r1 w2", "c2", ("pads", new[] { 1, 1, 1, 1 }))
            .Node("Relu", "c2", "r2")
            .Node("Conv", "r2 w3", "Scores")
            .Output("Scores")
            .Model();
    }

    /// <summary>Images, each with the class that the FP32 model gives it. Those it is not sure of are left out.</summary>
    public Row[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        using var model = OnnxModelReader.Load(ModelFile);
        float[] all = [.. Enumerable.Range(0, Candidates * count * Size * Size).Select(_ => ((float)random.NextDouble() * 2) - 1)];
        var scores = (float[])ModelRunner.Run(model, (_, _, _) => all, freeDimension: Candidates * count)["Scores"];
        return [.. Enumerable.Range(0, Candidates * count)
            .Select(i => (Image: i, Scores: scores.AsSpan(i * Classes, Classes).ToArray()))
            .OrderByDescending(candidate => Margin(candidate.Scores))
            .Take(count)
            .OrderBy(candidate => candidate.Image)
            .Select(candidate => new Row { Image = all[(candidate.Image * Size * Size)..((candidate.Image + 1) * Size * Size)], Label = (uint)Top(candidate.Scores) })];
    }

    public static double Accuracy(ITransformer model, MLContext context, Row[] rows)
    {
        var scored = model.Transform(context.Data.LoadFromEnumerable(rows));
        var scores = scored.GetColumn<float[]>("Scores");
        return scores.Zip(rows, (score, row) => Top(score) == row.Label ? 1.0 : 0.0).Average();
    }

    private static float Margin(float[] scores)
    {
        float[] sorted = [.. scores.OrderDescending()];
        return sorted[0] - sorted[1];
    }

    private static int Top(ReadOnlySpan<float> scores)
    {
        int top = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            top = scores[i] > scores[top] ? i : top;
        }

        return top;
    }

    private static float[] Weights(Random random, int count, Func<int, float> factor) =>
        [.. Enumerable.Range(0, count).Select(i => (float)((random.NextDouble() * 2) - 1) * factor(i))];
}
