namespace Fuzzer.Mutations;

/// <summary>Numbers at which programs fail.</summary>
internal static class Numbers
{
    private static readonly long[] Special =
    [
        0, 0, 0, 1, -1, -1, 2, 3, -2, 5, 7, 8, 16, 31, 32, 63, 64, 100, 127, 128, 255, 256, 1000, 65535, 65536, 1 << 20,
        int.MaxValue, int.MinValue, 1L << 31, (1L << 32) - 1, 1L << 32, 1L << 40, long.MaxValue, long.MinValue, long.MaxValue / 2,
    ];

    private static readonly float[] Reals = [0, -0f, 1, -1, 0.5f, 1e-45f, 1e-30f, 1e30f, float.MaxValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    public static long Pick(Random random) => Special[random.Next(Special.Length)];

    public static float PickReal(Random random) => Reals[random.Next(Reals.Length)];
}
