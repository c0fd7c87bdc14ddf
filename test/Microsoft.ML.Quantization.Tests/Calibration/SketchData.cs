using CsCheck;

namespace Microsoft.ML.Quantization.Tests.Calibration;

/// <summary>Values that try the corners of a sketch, and textbook distributions.</summary>
internal static class SketchData
{
    private static readonly float[] Special =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 0f, -0f, float.Epsilon, -float.Epsilon,
        1.1754942e-38f, 1f, -1f, 2f, 0.99999994f, 4095f, 4096f, -4096f,
    ];

    private static readonly Gen<float> Finite = Gen.Frequency(
        (2, Gen.Int[5, Special.Length - 1].Select(i => Special[i])),
        (2, Gen.Const(0f)),
        (4, Gen.Float[-3f, 3f]),
        (1, Gen.Select(Gen.Float[1f, 2f], Gen.Int[-149, 127]).Select((mantissa, exponent) => MathF.ScaleB(mantissa, exponent))));

    private static readonly Gen<float> Any = Gen.Frequency((200, Finite), (1, Gen.Int[0, 4].Select(i => Special[i])));

    /// <summary>Arrays long enough for the vector code: finite ones, some with a few values that are not, some constant.</summary>
    public static Gen<float[]> Arrays { get; } = Gen.Frequency(
        (4, Finite.Array[0, 1500]),
        (2, Any.Array[0, 1500]),
        (1, Gen.Select(Finite, Gen.Int[0, 1500]).Select((value, count) => Enumerable.Repeat(value, count).ToArray())));

    public static float[] Normal(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    public static float[] Laplace(int count)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.Next(2) == 0 ? 1 : -1) * -Math.Log(1 - random.NextDouble())))];
    }

    public static float[] StudentT3(int count)
    {
        float[] n = Normal(4 * count, 3);
        return [.. Enumerable.Range(0, count).Select(i => n[4 * i]
            / MathF.Sqrt(((n[(4 * i) + 1] * n[(4 * i) + 1]) + (n[(4 * i) + 2] * n[(4 * i) + 2]) + (n[(4 * i) + 3] * n[(4 * i) + 3])) / 3f))];
    }

    public static float[] Relu(int count) => [.. Normal(count).Select(x => Math.Max(x, 0f))];

    public static float[] Gelu(int count) => [.. Normal(count).Select(x => 2 * x / (1 + MathF.Exp(-1.702f * 2 * x)))];

    /// <summary>One value in 10,000 is far outside.</summary>
    public static float[] SparseOutliers(int count) => [.. Normal(count).Select((x, i) => i % 10_000 == 77 ? (i % 20_000 == 77 ? 20f : -20f) : x)];

    /// <summary>One channel in 200 is 20 times as large.</summary>
    public static float[] LargeChannels(int count) => [.. Normal(count).Select((x, i) => i % 200 == 7 ? 20f * x : x)];
}
