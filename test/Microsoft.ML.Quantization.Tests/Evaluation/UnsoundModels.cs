using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

/// <summary>Models of a size at which INT8 pays, each with something that INT8 loses, or without it: spread 1 is sound.</summary>
internal static class UnsoundModels
{
    private const int Inputs = 64;
    private const int Outputs = 4096;
    private const int Channels = 32;

    /// <summary>A few LayerNormalization gains are so many times the others; what reads them is smaller by as much.</summary>
    public static ModelProto Gains(double spread)
    {
        float[] gains = [.. Enumerable.Range(0, Inputs).Select(i => i % 16 == 5 ? (float)spread : 1)];
        return new ModelBuilder(17).Input("x", 1, Inputs)
            .Weights("gains", gains, Inputs).Weights("w", Weights(gains), Inputs, Outputs)
            .Node("LayerNormalization", "x gains", "normal").Node("MatMul", "normal w", "y").Output("y").Build();
    }

    /// <summary>Columns as wide as <see cref="Widths"/> of the same spread says.</summary>
    public static ModelProto Columns(double spread) => new ModelBuilder(13).Input("x", 1, Inputs)
        .Weights("w", Weights(Widths(spread)), Inputs, Outputs).Node("Gemm", "x w", "y").Output("y").Build();

    /// <summary>It takes away what inputs have in common.</summary>
    public static ModelProto Offset(float offset)
    {
        float[] weights = Weights(Widths(1));
        float[] bias = new float[Outputs];
        for (int i = 0; i < weights.Length; i++)
        {
            bias[i % Outputs] -= offset * weights[i];
        }

        return new ModelBuilder(13).Input("x", 1, Inputs)
            .Weights("w", weights, Inputs, Outputs).Weights("b", bias, Outputs).Node("Gemm", "x w b", "y").Output("y").Build();
    }

    /// <summary>One branch is so many times smaller than the other; what reads it is larger by as much.</summary>
    public static ModelProto Concat(float spread)
    {
        var random = new Random(6);
        float[] Make(int inputs, Func<int, float> size) => [.. QuantizerRun.Uniform(random, Channels * inputs * 9, -0.1, 0.1).Select((weight, i) => weight * size(i))];
        (string, object) padded = SmallModels.Padded;
        return new ModelBuilder(13).Input("x", 1, Channels, 28, 28)
            .Weights("w1", Make(Channels, _ => 1), Channels, Channels, 3, 3)
            .Weights("w2", Make(Channels, _ => 1 / spread), Channels, Channels, 3, 3)
            .Weights("w3", Make(2 * Channels, i => i / 9 % (2 * Channels) < Channels ? 1 : spread), Channels, 2 * Channels, 3, 3)
            .Node("Conv", "x w1", "a", padded).Node("Relu", "a", "wide").Node("Conv", "x w2", "c", padded).Node("Relu", "c", "narrow")
            .Node("Concat", "wide narrow", "both", ("axis", 1)).Node("Conv", "both w3", "y", padded).Output("y").Build();
    }

    public static float[] Widths(double spread) => [.. Enumerable.Range(0, Inputs).Select(i => (float)Math.Pow(spread, (i / (Inputs - 1.0)) - 0.5))];

    /// <summary>Rows that are normal, times a width, plus an offset.</summary>
    public static TensorValue[][] Rows(int count, float[]? widths = null, float offset = 0, long[]? shape = null)
    {
        var random = new Random(7);
        shape ??= [1, Inputs];
        int size = (int)shape.Aggregate(1L, (product, dimension) => product * dimension);
        return [.. Enumerable.Range(0, count).Select(_ => new TensorValue[] { new("x", Enumerable.Range(0, size).Select(i => offset + (Normal(random) * (widths == null ? 1 : widths[i]))).ToArray(), shape) })];
    }

    public static TensorValue[][] ImageRows(int count) => Rows(count, shape: [1, Channels, 28, 28]);

    private static float[] Weights(float[] widths)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, Inputs * Outputs).Select(i => Normal(random) / (8 * widths[i / Outputs]))];
    }

    private static float Normal(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
