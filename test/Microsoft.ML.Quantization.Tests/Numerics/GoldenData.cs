namespace Microsoft.ML.Quantization.Tests.Numerics;

/// <summary>A fixed sequence of values, for which the numbers of other tools are known.</summary>
internal static class GoldenData
{
    /// <summary>10,000 values within -4 to 4, and one outlier of 11.5 in front.</summary>
    public static float[] X()
    {
        float[] values = Sequence(10_000, 0);
        values[0] = 11.5f;
        return values;
    }

    /// <summary>10,000 other values within -4 to 4, and one outlier of -17.25 in second place.</summary>
    public static float[] Y()
    {
        float[] values = Sequence(10_000, 3);
        values[1] = -17.25f;
        return values;
    }

    public static float[] Relu() => [.. X().Select(x => Math.Max(x, 0f))];

    public static float[] Sequence(int count, int offset)
    {
        return [.. Enumerable.Range(offset, count).Select(i =>
        {
            double t = ((((i * 7919) % 10007) - 5003) / 5003.0);
            return (float)(4 * t * t * t);
        })];
    }
}
