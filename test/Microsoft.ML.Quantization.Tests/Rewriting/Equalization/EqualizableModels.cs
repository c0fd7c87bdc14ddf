using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

/// <summary>Models of 4 channels whose weights are far apart in size, by what is between them.</summary>
internal static class EqualizableModels
{
    public const int Channels = 4;

    /// <summary>Everything between the layers scales along, so weights are to be changed.</summary>
    public static IEnumerable<(string Name, OnnxModel Model)> Equalizable()
    {
        yield return ("conv", Images().Conv("x", "a", "w1", "b1").Conv("a", "y", "w2", "b2").Output("y").Model());
        yield return ("shared bias", Images().Conv("x", "a", "w1", "b1").Conv("a", "y", "w2", "b1").Output("y").Model());
        yield return ("relu", Images().Conv("x", "a", "w1", "b1").Node("Relu", "a", "r").Conv("r", "y", "w2", "b2").Output("y").Model());
        yield return ("leaky", Images().Conv("x", "a", "w1", "b1").Node("LeakyRelu", "a", "r", ("alpha", 0.2f)).Conv("r", "y", "w2").Output("y").Model());
        yield return ("pools", Images().Conv("x", "a", "w1").Node("MaxPool", "a", "p", ("kernel_shape", new[] { 2, 2 })).Node("AveragePool", "p", "q", ("kernel_shape", new[] { 2, 2 })).Conv("q", "y", "w2").Output("y").Model());
        yield return ("depthwise", Images().Conv("x", "a", "w1", "b1").Node("Relu", "a", "r").Node("Conv", "r d b3", "e", ("group", Channels)).Node("Relu", "e", "s").Conv("s", "y", "w2", "b2").Output("y").Model());
        yield return ("groups", Images().Conv("x", "a", "w1", "b1").Node("Conv", "a g", "e", ("group", 2)).Conv("e", "y", "w2").Output("y").Model());
        yield return ("residual", Images().Conv("x", "a", "w1").Node("Relu", "a", "r").Conv("r", "c", "w2").Node("Add", "c r", "s").Node("Relu", "s", "t").Conv("t", "y", "w3").Output("y").Model());
        yield return ("concat", Images().Conv("x", "a", "w1", "b1").Conv("x", "c", "w2", "b2").Node("Concat", "a c", "t", ("axis", 1)).Node("Conv", "t wide", "y").Output("y").Model());
        yield return ("two readers", Images().Conv("x", "a", "w1", "b1").Conv("a", "y", "w2").Conv("a", "z", "w3").Output("y").Output("z").Model());
        yield return ("gate", Images().Conv("x", "a", "w1", "b1").Conv("x", "c", "w3").Node("Sigmoid", "c", "gate").Node("Mul", "a gate", "m").Conv("m", "y", "w2").Output("y").Model());
        yield return ("pad", Images().Weights("pads", [0L, 0, 1, 1, 0, 0, 1, 1], 8).Conv("x", "a", "w1", "b1").Node("Pad", "a pads", "p").Conv("p", "y", "w2").Output("y").Model());
        yield return ("flatten", Images().Conv("x", "a", "w1", "b1").Node("Relu", "a", "r").Node("Flatten", "r", "f").Node("Gemm", "f wf bf", "y").Output("y").Model());
        yield return ("reshape", Images().Weights("to", [1L, -1], 2).Conv("x", "a", "w1", "b1").Node("Reshape", "a to", "f").Node("Gemm", "f wf bf", "y").Output("y").Model());
        yield return ("mean", Images().Weights("axes", [2L, 3], 2).Conv("x", "a", "w1", "b1").Node("ReduceMean", "a", "m", ("axes", new[] { 2, 3 }), ("keepdims", 0)).Node("Gemm", "m wg bf", "y", ("transB", 1)).Output("y").Model());
        yield return ("linear", new ModelBuilder(13).Input("x", 1, 3, 16).Weights("u", Uneven(1, 16, Channels), 16, Channels).Weights("v", Uneven(2, Channels, 6), Channels, 6).Weights("k", Uneven(3, Channels), Channels)
            .Node("MatMul", "x u", "a").Node("Add", "a k", "c").Node("Relu", "c", "r").Node("MatMul", "r v", "y").Output("y").Model());
    }

    /// <summary>Something between the layers does not scale along, or somebody else reads what is between them.</summary>
    public static IEnumerable<(string Name, OnnxModel Model)> Cut()
    {
        yield return ("clip", Images().Weights("zero", [0f]).Weights("six", [6f]).Conv("x", "a", "w1", "b1").Node("Clip", "a zero six", "r").Conv("r", "y", "w2", "b2").Output("y").Model());
        yield return ("sigmoid", Images().Conv("x", "a", "w1", "b1").Node("Sigmoid", "a", "r").Conv("r", "y", "w2", "b2").Output("y").Model());
        yield return ("output", Images().Conv("x", "a", "w1", "b1").Conv("a", "y", "w2", "b2").Output("a").Output("y").Model());
        yield return ("shared weights", Images().Conv("x", "a", "w1", "b1").Conv("a", "y", "w1", "b2").Output("y").Model());
        yield return ("added input", Images().Input("u", Images4).Conv("x", "a", "w1", "b1").Node("Add", "a u", "s").Conv("s", "y", "w2", "b2").Output("y").Model());
        yield return ("scalar added", Images().Weights("one", [1f]).Conv("x", "a", "w1", "b1").Node("Relu", "a", "r").Node("Add", "r one", "s").Conv("s", "y", "w2", "b2").Output("y").Model());
        yield return ("transposed", Images().Conv("x", "a", "w1", "b1").Node("Transpose", "a", "t", ("perm", new[] { 0, 2, 1, 3 })).Node("Conv", "t any", "y").Output("y").Model());
        yield return ("padded channels", Images().Weights("pads", [0L, 1, 0, 0, 0, 1, 0, 0], 8).Conv("x", "a", "w1", "b1").Node("Pad", "a pads", "p").Node("Conv", "p six6", "y").Output("y").Model());
        yield return ("mean of channels", Images().Conv("x", "a", "w1", "b1").Node("ReduceMean", "a", "m", ("axes", new[] { 1 })).Node("Conv", "m one1", "y").Output("y").Model());
    }

    private static long[] Images4 => [1, Channels, 8, 8];

    /// <summary>Numbers whose rows differ in size a thousandfold.</summary>
    public static float[] Uneven(int seed, params int[] shape)
    {
        var random = new Random(seed);
        int count = shape.Aggregate(1, (product, size) => product * size);
        int row = count / shape[0];
        return [.. Enumerable.Range(0, count).Select(i => (float)(((random.NextDouble() * 2) - 1) * Math.Pow(10, ((i / row) + seed) % 4 - 2)))];
    }

    private static ModelBuilder Images() => new ModelBuilder(13).Input("x", Images4)
        .Weights("w1", Uneven(1, Channels, Channels, 1, 1), Channels, Channels, 1, 1).Weights("b1", Uneven(2, Channels), Channels)
        .Weights("w2", Uneven(3, Channels, Channels, 1, 1), Channels, Channels, 1, 1).Weights("b2", Uneven(4, Channels), Channels)
        .Weights("w3", Uneven(5, Channels, Channels, 1, 1), Channels, Channels, 1, 1).Weights("b3", Uneven(6, Channels), Channels)
        .Weights("d", Uneven(7, Channels, 1, 3, 3), Channels, 1, 3, 3).Weights("g", Uneven(8, Channels, 2, 3, 3), Channels, 2, 3, 3)
        .Weights("wide", Uneven(9, 3, 2 * Channels, 1, 1), 3, 2 * Channels, 1, 1)
        .Weights("wf", Uneven(10, Channels * 64, 5), Channels * 64, 5).Weights("wg", Uneven(11, 5, Channels), 5, Channels).Weights("bf", Uneven(12, 5), 5)
        .Weights("any", Uneven(13, 2, 8, 1, 1), 2, 8, 1, 1).Weights("six6", Uneven(14, 2, 6, 1, 1), 2, 6, 1, 1).Weights("one1", Uneven(15, 2, 1, 1, 1), 2, 1, 1, 1);

    private static ModelBuilder Conv(this ModelBuilder builder, string input, string output, string weights, string? bias = null) =>
        builder.Node("Conv", bias == null ? $"{input} {weights}" : $"{input} {weights} {bias}", output);
}
