using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt.Drawn;

/// <summary>Numbers drawn by a seed, and the model that is made of them: images x, and t that a convolution makes of them, of the same size.</summary>
internal sealed class Draw
{
    private static readonly int[] Opsets = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21];

    private readonly Random _random;

    public Draw(string name, int seed)
    {
        _random = new Random(seed + (1000 * name.Sum(letter => letter)));
        Opset = One(Opsets);
        (Channels, Height, Width) = (One(4, 6, 8), Between(5, 9), Between(5, 9));
        Model = new ModelBuilder(Opset).Input("x", 1, Channels, Height, Width);
        Weights("w", Channels, Channels, 3, 3);
        Weights("b", Channels);
        Model.Node("Conv", "x w b", "t", ("pads", new[] { 1, 1, 1, 1 }));
    }

    public int Opset { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public int[] Shape => [1, Channels, Height, Width];

    public ModelBuilder Model { get; }

    public bool Flip(double share = 0.5) => _random.NextDouble() < share;

    public int Between(int least, int most) => _random.Next(least, most + 1);

    public float Real(double low, double high) => (float)((_random.NextDouble() * (high - low)) + low);

    public T One<T>(params T[] of) => of[_random.Next(of.Length)];

    public int[] Two(int least, int most) => [Between(least, most), Between(least, most)];

    /// <summary>Some of the dimensions, at least one, in any order.</summary>
    public int[] Some(int[] axes)
    {
        int[] mixed = [.. axes.OrderBy(_ => _random.Next())];
        return mixed[..Between(1, mixed.Length)];
    }

    /// <summary>An axis, from the front or the end.</summary>
    public int Signed(int axis, int rank) => Flip() ? axis : axis - rank;

    public void Weights(string name, params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        double largest = shape.Length < 2 ? 0.5 : Math.Sqrt(3.0 / (count / shape[0]));
        Model.Weights(name, QuantizerRun.Uniform(_random, (int)count, -largest, largest), shape);
    }

    /// <summary>Another tensor of the shape of t.</summary>
    public string Another(string name)
    {
        Weights($"{name}w", Channels, Channels, 1, 1);
        Model.Node("Conv", $"x {name}w b", name);
        return name;
    }
}
