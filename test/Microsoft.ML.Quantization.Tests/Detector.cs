using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>A detector: some convolutions, then a head for boxes and one for scores, whose logits lie near 0 in one channel and far below in the others.</summary>
internal static class Detector
{
    public static readonly long[] Shape = [1, Channels, Side, Side];

    private const int Channels = 64;
    private const int Anchors = 16;
    private const int Side = 20;

    public static TensorValue[][] Rows(int count) => QuantizerRun.Rows(count, Shape);

    /// <param name="layers">How many convolutions are before the heads: with few, a head is much of the whole.</param>
    /// <param name="lowest">The logit of what is not there: -1000 swallows the scores, -1 does not.</param>
    /// <param name="anchors">The channels of a head.</param>
    public static ModelProto Build(int layers = 6, float lowest = -1000, int anchors = Anchors)
    {
        var random = new Random(3);
        var model = new ModelBuilder(13).Input("x", Shape);
        string tensor = "x";
        for (int i = 0; i < layers; i++)
        {
            model.Weights($"w{i}", QuantizerRun.Uniform(random, Channels * Channels * 9, -0.1, 0.1), Channels, Channels, 3, 3)
                .Node("Conv", $"{tensor} w{i}", $"c{i}", SmallModels.Padded).Node("Relu", $"c{i}", $"r{i}");
            tensor = $"r{i}";
        }

        // Sums of so many weights differ from position to position; the last channel's are small.
        float[] scores = [.. QuantizerRun.Uniform(random, anchors * Channels * 9, -0.2, 0.2).Select((weight, i) => i / (Channels * 9) == anchors - 1 ? weight : weight * -lowest / 100)];
        float[] bias = [.. Enumerable.Range(0, anchors).Select(i => i == anchors - 1 ? -1 : lowest)];
        Head(model, tensor, "logits", scores, bias, anchors).Node("Sigmoid", "logits", "scores");
        Head(model, tensor, "boxes", QuantizerRun.Uniform(random, anchors * Channels * 9, -0.1, 0.1), new float[anchors], anchors);
        return model.Output("scores").Output("boxes").Build();
    }

    private static ModelBuilder Head(ModelBuilder model, string input, string output, float[] weights, float[] bias, int anchors) => model
        .Weights($"{output}_w", weights, anchors, Channels, 3, 3).Weights($"{output}_b", bias, anchors).Weights($"{output}_shape", [1L, -1, anchors], 3)
        .Node("Conv", $"{input} {output}_w {output}_b", $"{output}_head", SmallModels.Padded)
        .Node("Transpose", $"{output}_head", $"{output}_last", ("perm", new[] { 0, 2, 3, 1 }))
        .Node("Reshape", $"{output}_last {output}_shape", output);
}
