using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Numerics;

/// <summary>
/// The smallest weight scales with which the sums of two neighbouring weights keep to a limit, for kernels that add two neighbouring products in few
/// bits.
/// </summary>
internal static class PairSums
{
    /// <param name="source">The weights.</param>
    /// <param name="limit">What two neighbours of one sign may be together, in steps, before they are rounded.</param>
    /// <returns>One scale an output channel; zero where any scale will do.</returns>
    public static float[] MinimumScales(WeightSource source, float limit)
    {
        var scales = new float[source.Layout.Channels];
        source.Layout.VisitPairedRows<float>(source.Values, (channel, row) => scales[channel] = Math.Max(scales[channel], LargestPair(row) / limit));
        return scales;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float LargestPair(ReadOnlySpan<float> row)
    {
        float largest = 0;
        for (int i = 0; i + 1 < row.Length; i += 2)
        {
            float positive = Math.Max(row[i], 0) + Math.Max(row[i + 1], 0);
            float negative = Math.Min(row[i], 0) + Math.Min(row[i + 1], 0);
            largest = Math.Max(largest, Math.Max(positive, -negative));
        }

        return largest;
    }
}
