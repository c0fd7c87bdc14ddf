using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

/// <summary>Residual chains of 8 channels between Clips, as MobileNetV2 has them, and what stops shifts in them.</summary>
internal static class ResidualModels
{
    public const int Channels = 8;

    public static long[] Image => [1, Channels, 8, 8];

    public static IEnumerable<(string Name, OnnxModel Model)> All()
    {
        yield return ("linear chain", Chain().Output("y").Model());
        yield return ("padded reader", Chain().Convolution("s", "p", 3).Clip("p", "q").Output("y").Output("q").Model());
        yield return ("activation", Start().Clip("a", "r").Convolution("r", "b", 1).Clip("b", "y").Output("y").Model());
        yield return ("output", Chain().Output("y").Output("s").Output("t").Output("a").Model());
        yield return ("one shifted", Start().Clip("x", "u").Node("MaxPool", "x", "v", ("kernel_shape", new[] { 1, 1 })).Convolution("v", "k", 1)
            .Node("Sigmoid", "k", "g").Convolution("g", "h", 1).Node("Relu", "h", "i").Node("Add", "a i", "s").Convolution("s", "c", 1).Clip("c", "y").Output("y").Model());
    }

    /// <summary>Layers behind LayerNormalization, whole and in parts; what else reads it gets its channels back in one size.</summary>
    public static IEnumerable<(string Name, OnnxModel Model)> Normalized()
    {
        yield return ("normalization", Sequence().Node("LayerNormalization", "x gain offset", "n").Node("MatMul", "n w", "m").Node("Mul", "n back", "k").Node("Add", "m k", "y").Output("y").Model());
        yield return ("normalization in parts", Sequence().Node("Tanh", "x", "h").Node("Mul", "h gain", "g").Node("Add", "g offset", "n").Node("MatMul", "n w", "m").Node("Mul", "back n", "k").Node("Add", "m k", "y").Output("y").Model());
        yield return ("batch normalization", Start().Convolution("x", "b", 1).Node("Concat", "a b", "t", ("axis", 1))
            .Weights("gain", [.. Enumerable.Range(0, 2 * Channels).Select(i => i % 5 == 1 ? 30f : i % 3 == 1 ? -1f : 1f)], 2 * Channels).Weights("offset", [.. Uneven("offset", 1, 1), .. Uneven("other", 1, 1)], 2 * Channels)
            .Weights("mean", [.. Uneven("mean", 1, 1), .. Uneven("means", 1, 1)], 2 * Channels).Weights("variance", [.. Enumerable.Range(1, 2 * Channels).Select(i => i / 4f)], 2 * Channels)
            .Node("BatchNormalization", "t gain offset mean variance", "n").Node("Relu", "n", "r")
            .Weights("last", [.. Uneven("last", 2 * Channels, 1).Select((value, i) => i % (2 * Channels) % 5 == 1 ? value / 30 : value)], Channels, 2 * Channels, 1, 1).Node("Conv", "r last", "y").Output("y").Model());
        yield return ("transposed", Start().Clip("a", "c").Node("Transpose", "c", "t", ("perm", new[] { 0, 2, 3, 1 })).Weights("w", Uneven("w", Channels, 1), Channels, Channels).Node("MatMul", "t w", "y").Output("y").Model());
    }

    private static ModelBuilder Sequence() => new ModelBuilder(17).Input("x", 1, 5, Channels)
        .Weights("gain", [.. Enumerable.Range(0, Channels).Select(i => i % 4 == 1 ? 60f : 1f)], Channels).Weights("offset", Uneven("offset", 1, 1), Channels)
        .Weights("back", [.. Enumerable.Range(0, Channels).Select(i => i % 4 == 1 ? 1 / 60f : 1f)], Channels)
        .Weights("w", [.. Uneven("w", Channels, 1).Select((value, i) => i / Channels % 4 == 1 ? value / 60 : value)], Channels, Channels);

    /// <summary>a + b = s and s + c = t, each but the first sum read by the next block, and the last by the output's layer.</summary>
    private static ModelBuilder Chain() => Start()
        .Convolution("a", "a1", 1).Clip("a1", "a2").Depthwise("a2", "a3").Clip("a3", "a4").Convolution("a4", "b", 1).Node("Add", "a b", "s")
        .Convolution("s", "s1", 1).Clip("s1", "s2").Depthwise("s2", "s3").Clip("s3", "s4").Convolution("s4", "c", 1).Node("Add", "s c", "t")
        .Convolution("t", "t1", 1).Clip("t1", "y");

    private static ModelBuilder Start() => new ModelBuilder(13).Input("x", Image).Weights("zero", [0f]).Weights("six", [6f]).Convolution("x", "a", 1);

    private static ModelBuilder Clip(this ModelBuilder builder, string input, string output) => builder.Node("Clip", $"{input} zero six", output);

    private static ModelBuilder Convolution(this ModelBuilder builder, string input, string output, int size) => builder
        .Weights($"w_{output}", Uneven(output, Channels, size), Channels, Channels, size, size).Weights($"b_{output}", Uneven(output, 1, 1), Channels)
        .Node("Conv", $"{input} w_{output} b_{output}", output, ("pads", Enumerable.Repeat(size / 2, 4).ToArray()));

    private static ModelBuilder Depthwise(this ModelBuilder builder, string input, string output) => builder
        .Weights($"w_{output}", Uneven(output, 1, 3), Channels, 1, 3, 3).Weights($"b_{output}", Uneven(output, 1, 1), Channels)
        .Node("Conv", $"{input} w_{output} b_{output}", output, ("group", Channels), SmallModels.Padded);

    /// <summary>Weights of a size that keeps that of images, rows four times apart.</summary>
    private static float[] Uneven(string name, int inputs, int size)
    {
        var random = new Random(name.Sum(letter => letter));
        double unit = Math.Sqrt(3.0 / (inputs * size * size));
        return [.. Enumerable.Range(0, Channels * inputs * size * size).Select(i => (float)(unit * ((2 * random.NextDouble()) - 1) * Math.Pow(2, (i / (inputs * size * size)) % 3)))];
    }
}
