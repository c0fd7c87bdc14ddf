using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>Compares the ranks of 64 rows with thresholds in turn, and writes a word of 64 bits for each.</summary>
internal static unsafe class RankCompare
{
    /// <summary>Bit i of word k is set where rank i is above threshold k; word k is written to <paramref name="target"/>[k * <paramref name="stride"/>].</summary>
    public static void Above(KernelWidth width, sbyte* ranks, ReadOnlySpan<sbyte> thresholds, ulong* target, int stride)
    {
        if (width == KernelWidth.Vector512)
        {
            var all = Vector512.Load(ranks);
            foreach (sbyte threshold in thresholds)
            {
                *target = Vector512.GreaterThan(all, Vector512.Create(threshold)).ExtractMostSignificantBits();
                target += stride;
            }
        }
        else if (width == KernelWidth.Vector256)
        {
            var (low, high) = (Vector256.Load(ranks), Vector256.Load(ranks + 32));
            foreach (sbyte threshold in thresholds)
            {
                var limit = Vector256.Create(threshold);
                *target = Vector256.GreaterThan(low, limit).ExtractMostSignificantBits() | ((ulong)Vector256.GreaterThan(high, limit).ExtractMostSignificantBits() << 32);
                target += stride;
            }
        }
        else
        {
            foreach (sbyte threshold in thresholds)
            {
                *target = width == KernelWidth.Vector128 ? Above128(ranks, threshold) : Above(ranks, threshold);
                target += stride;
            }
        }
    }

    private static ulong Above128(sbyte* ranks, sbyte threshold)
    {
        var limit = Vector128.Create(threshold);
        ulong bits = 0;
        for (int i = 0; i < FloatCompare.Rows; i += Vector128<sbyte>.Count)
        {
            bits |= (ulong)Vector128.GreaterThan(Vector128.Load(ranks + i), limit).ExtractMostSignificantBits() << i;
        }

        return bits;
    }

    private static ulong Above(sbyte* ranks, sbyte threshold)
    {
        ulong bits = 0;
        for (int i = 0; i < FloatCompare.Rows; i++)
        {
            bits |= (ranks[i] > threshold ? 1ul : 0) << i;
        }

        return bits;
    }
}
