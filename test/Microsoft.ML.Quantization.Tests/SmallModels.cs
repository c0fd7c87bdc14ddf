using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Small models from x, [1, 8, 6, 6] or [1, 16], to y.</summary>
internal static class SmallModels
{
    public const int Channels = 8;

    public static readonly long[] Image = [1, Channels, 6, 6];

    public static readonly long[] Vector = [1, 16];

    public static ModelProto Conv() => Images().Node("Conv", "x w b", "y", Padded).Output("y").Build();

    public static ModelProto ConvRelu() => Images().Node("Conv", "x w b", "c", Padded).Node("Relu", "c", "y").Output("y").Build();

    public static ModelProto ConvClip() => Images()
        .Weights("low", [0f]).Weights("high", [0.5f])
        .Node("Conv", "x w b", "c", Padded).Node("Clip", "c low high", "y").Output("y").Build();

    /// <summary>y = Relu(Conv(h) + h), h = Relu(Conv(x)), then one more Conv.</summary>
    public static ModelProto Residual() => Images()
        .Node("Conv", "x w b", "c", Padded).Node("Relu", "c", "h")
        .Node("Conv", "h w2 b", "d", Padded).Node("Add", "d h", "s").Node("Relu", "s", "r")
        .Node("Conv", "r w b", "y", Padded).Output("y").Build();

    /// <summary>Two branches, concatenated, read by a Conv over both.</summary>
    public static ModelProto Concat() => Images()
        .Weights("w3", QuantizerRun.Uniform(new Random(5), 4 * 2 * Channels, -0.3, 0.3), 4, 2 * Channels, 1, 1)
        .Node("Conv", "x w b", "a", Padded).Node("Conv", "x w2 b", "c", Padded)
        .Node("Concat", "a c", "t", ("axis", 1)).Node("Conv", "t w3", "y").Output("y").Build();

    /// <summary>The first Conv's output is an output of the model and read by the second.</summary>
    public static ModelProto TwoOutputs() => Images()
        .Node("Conv", "x w b", "y", Padded).Node("Conv", "y w2 b", "z", Padded).Output("y").Output("z").Build();

    public static ModelProto Gemm(float alpha = 1, float beta = 1, bool transposed = false, long[]? bias = null)
    {
        long[] shape = bias ?? [6];
        long biases = shape.Aggregate(1L, (product, size) => product * size);
        return new ModelBuilder(13).Input("x", 1, 16)
            .Weights("w", QuantizerRun.Uniform(new Random(3), 96), transposed ? [6, 16] : [16, 6])
            .Weights("b", QuantizerRun.Uniform(new Random(4), (int)biases), shape)
            .Node("Gemm", "x w b", "y", ("alpha", alpha), ("beta", beta), ("transB", transposed ? 1 : 0)).Output("y").Build();
    }

    public static ModelProto MatMul() => new ModelBuilder(13).Input("x", 1, 3, 16)
        .Weights("w", QuantizerRun.Uniform(new Random(3), 96), 16, 6).Node("MatMul", "x w", "y").Output("y").Build();

    /// <summary>y = x + w over three values, in whatever version is asked for.</summary>
    public static ModelBuilder Sum(long opset = 13, long irVersion = 8) =>
        new ModelBuilder(opset, irVersion).Input("x", 3).Weights("w", [1f, 2f, 3f], 3).Node("Add", "x w", "y").Output("y");

    public static (string Name, object Value) Padded => ("pads", new[] { 1, 1, 1, 1 });

    public static ModelBuilder Images(long opset = 13)
    {
        var random = new Random(2);
        return new ModelBuilder(opset).Input("x", Image)
            .Weights("w", QuantizerRun.Uniform(random, Channels * Channels * 9, -0.2, 0.2), Channels, Channels, 3, 3)
            .Weights("w2", QuantizerRun.Uniform(random, Channels * Channels * 9, -0.2, 0.2), Channels, Channels, 3, 3)
            .Weights("b", QuantizerRun.Uniform(random, Channels), Channels);
    }
}
