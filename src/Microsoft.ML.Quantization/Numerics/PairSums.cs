using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Numerics;

/// <summary>
/// The smallest weight scales with which the sums of two neighbouring weights keep to a limit, for kernels that add two neighbouring products in few
/// bits.
/// </summary>
internal static class PairSums
{
    /// <summary>Every other lane.</summary>
    private static readonly Vector<int> Firsts = new(Enumerable.Range(0, Vector<int>.Count).Select(lane => lane % 2 == 0 ? -1 : 0).ToArray());

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
        // Sums of all neighbours are made at once, of which every other is a pair.
        var most = Vector<float>.Zero;
        int start = 0;
        for (; start + Vector<float>.Count < row.Length; start += Vector<float>.Count)
        {
            var (left, right) = (new Vector<float>(row[start..]), new Vector<float>(row[(start + 1)..]));
            var positive = Vector.Max(left, Vector<float>.Zero) + Vector.Max(right, Vector<float>.Zero);
            var negative = Vector.Min(left, Vector<float>.Zero) + Vector.Min(right, Vector<float>.Zero);
            most = Vector.Max(most, Vector.ConditionalSelect(Firsts, Vector.Max(positive, -negative), Vector<float>.Zero));
        }

        float largest = 0;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            largest = Math.Max(largest, most[lane]);
        }

        for (int i = start; i + 1 < row.Length; i += 2)
        {
            float positive = Math.Max(row[i], 0) + Math.Max(row[i + 1], 0);
            float negative = Math.Min(row[i], 0) + Math.Min(row[i + 1], 0);
            largest = Math.Max(largest, Math.Max(positive, -negative));
        }

        return largest;
    }
}
