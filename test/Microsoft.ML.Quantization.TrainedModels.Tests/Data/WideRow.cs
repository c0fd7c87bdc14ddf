using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>A row with many features, as of texts or of images, and a label for every task.</summary>
public sealed class WideRow
{
    public const int Length = 3000;
    public const int ClassCount = 6;

    [VectorType(Length)]
    public VBuffer<float> Features { get; set; }

    public float Label { get; set; }

    public bool Binary { get; set; }

    [KeyType(ClassCount)]
    public uint Class { get; set; }

    /// <param name="count">The rows.</param>
    /// <param name="seed">Of the numbers.</param>
    /// <param name="dense">Whether all features have values, else 20 a row.</param>
    /// <param name="missing">The share of values that are missing.</param>
    public static List<WideRow> Create(int count, int seed, bool dense, double missing = 0)
    {
        var weights = new Random(7);
        float[] truth = [.. Enumerable.Range(0, Length).Select(_ => (float)Math.Pow((2 * weights.NextDouble()) - 1, 5))];
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Create(random, truth, dense, missing))];
    }

    private static WideRow Create(Random random, float[] truth, bool dense, double missing)
    {
        int[] indices = dense ? [.. Enumerable.Range(0, Length)] : [.. Enumerable.Range(0, 20).Select(_ => (int)(Length * Math.Pow(random.NextDouble(), 2))).Distinct().Order()];
        float[] values = [.. indices.Select(_ => (float)Math.Round((random.NextDouble() * 2) - (dense ? 1 : 0), 2))];
        double target = 4 * indices.Zip(values).Sum(pair => truth[pair.First] * pair.Second) / Math.Sqrt(indices.Length);
        values = [.. values.Select(value => random.NextDouble() < missing ? float.NaN : value)];
        return new WideRow
        {
            Features = dense ? new VBuffer<float>(Length, values) : new VBuffer<float>(Length, indices.Length, values, indices),
            Label = (float)Math.Abs(target), Binary = target > 0.1, Class = (uint)Math.Clamp((target * 2) + 3, 0, ClassCount - 1) + 1,
        };
    }
}
