using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Numerics;

/// <summary>The largest product of magnitudes and their factors.</summary>
internal static class LargestProduct
{
    /// <param name="magnitudes">Numbers of zero or more.</param>
    /// <param name="factors">As many, above zero.</param>
    /// <returns>Zero where there are none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of(ReadOnlySpan<float> magnitudes, ReadOnlySpan<double> factors)
    {
        var most = Vector<double>.Zero;
        int at = 0;
        for (; at + Vector<float>.Count <= magnitudes.Length; at += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(magnitudes[at..]), out var left, out var right);
            most = Vector.Max(most, left * new Vector<double>(factors[at..]));
            most = Vector.Max(most, right * new Vector<double>(factors[(at + Vector<double>.Count)..]));
        }

        double largest = 0;
        for (int lane = 0; lane < Vector<double>.Count; lane++)
        {
            largest = Math.Max(largest, most[lane]);
        }

        for (; at < magnitudes.Length; at++)
        {
            largest = Math.Max(largest, magnitudes[at] * factors[at]);
        }

        return largest;
    }
}
