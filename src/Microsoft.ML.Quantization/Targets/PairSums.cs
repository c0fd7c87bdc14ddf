using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Targets;

/// <summary>
/// The smallest weight scales with which no INT8 kernel of an x86 CPU without VNNI can saturate. Its vpmaddubsw adds two
/// neighbouring products in 16 bits: 255 * (a + b) must fit, so two neighbours of one sign may be 128 together.
/// </summary>
internal static class PairSums
{
    /// <summary>What two neighbours of one sign may be together, in steps: rounding adds at most one half to each of the two.</summary>
    public const float Largest = 127;

    /// <returns>One scale an output channel; zero where any scale will do.</returns>
    public static float[] MinimumScales(WeightSource source)
    {
        var scales = new float[source.Layout.Channels];
        source.Layout.VisitPairedRows<float>(source.Values, (channel, row) => scales[channel] = Math.Max(scales[channel], LargestPair(row) / Largest));
        return scales;
    }

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
