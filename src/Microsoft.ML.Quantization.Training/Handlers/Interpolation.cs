namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>The values around a position that make its value, and their weights.</summary>
/// <param name="size">The length of the axis.</param>
/// <param name="count">How many values there are.</param>
/// <param name="weight">The weight of a value by its distance from the position.</param>
/// <param name="excludeOutside">Whether values outside the axis get no weight; else the outermost one stands in for them.</param>
internal sealed class Interpolation(long size, int count, Func<float, float> weight, bool excludeOutside)
{
    public int Count => count;

    public static Interpolation Linear(long size) => new(size, 2, distance => 1 - distance, excludeOutside: false);

    /// <summary>Keys' cubic convolution.</summary>
    public static Interpolation Cubic(long size, float a, bool excludeOutside) => new(
        size,
        4,
        d => d <= 1 ? (((a + 2) * d - (a + 3)) * d * d) + 1 : (((((a * d) - (5 * a)) * d) + (8 * a)) * d) - (4 * a),
        excludeOutside);

    /// <summary>The first of the values around a position.</summary>
    public long First(float position) => (long)MathF.Floor(position) + 1 - (count / 2);

    public float[] Weights(float position)
    {
        long first = First(position);
        float[] weights = [.. Enumerable.Range(0, count).Select(tap => IsExcluded(first + tap) ? 0 : weight(MathF.Abs(position - (first + tap))))];
        float sum = excludeOutside ? weights.Sum() : 1;
        return Array.ConvertAll(weights, value => value / sum);
    }

    private bool IsExcluded(long position) => excludeOutside && (position < 0 || position >= size);
}
