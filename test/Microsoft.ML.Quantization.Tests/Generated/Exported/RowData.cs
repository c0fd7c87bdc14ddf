using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>What rows of users are like.</summary>
/// <param name="Name">In a word.</param>
/// <param name="Value">A value, by the generator, its channel, and how far out the row lies.</param>
internal sealed record RowData(string Name, Func<Random, long, double> Value)
{
    public static IReadOnlyList<RowData> All { get; } =
    [
        new("normal", (random, _) => Normal(random)),
        new("channels apart", (random, channel) => (Normal(random) * Math.Pow(3, channel % 4)) + (channel % 3)),
        new("heavy tails", (random, _) => Normal(random) * Math.Exp(Normal(random))),
        new("sparse", (random, _) => random.NextDouble() < 0.85 ? 0 : Math.Abs(Normal(random))),
        new("a constant channel", (random, channel) => channel == 0 ? 1.5 : Normal(random)),
        new("pixels", (random, _) => random.Next(256)),
        new("shares", (random, _) => random.NextDouble()),
        new("an outlying row", (random, _) => Normal(random)),
    ];

    public TensorValue[][] Rows(Random random, int count, long[] shape)
    {
        long channels = shape[1];
        long size = shape.Aggregate(1L, (product, dimension) => product * dimension);
        return [.. Enumerable.Range(0, count).Select(row =>
        {
            double far = Name == "an outlying row" && row == 5 ? 30 : 1;
            double light = 0.5 * Normal(random);
            bool isFlat = Name is "normal" or "heavy tails" or "channels apart";
            float[] values = [.. Enumerable.Range(0, (int)size).Select(i => (float)(far * (Value(random, i / (size / channels)) + (isFlat ? light : 0))))];
            return new[] { new TensorValue("x", values, shape) };
        })];
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
