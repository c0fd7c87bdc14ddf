using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The vector code of <see cref="ChannelHistogram"/>. Bins are computed in vectors and counted one by one, neighbouring lanes in different counters:
/// incrementing the same counter twice in a row would wait for the first write to arrive.
/// </summary>
internal static class VectorChannelKernel
{
    /// <summary>From this many values on, clearing and adding up the counters pays.</summary>
    public const int ShortestInput = 32;

    private const int Side = 1 << ChannelHistogram.Bits;
    private const int BothSides = 2 * Side;

    /// <summary>Room after the bins for the zeros of every lane: there they disturb no bin, and are counted elsewhere.</summary>
    private static readonly int Stride = BothSides + Math.Max(Vector<int>.Count, Vector<ushort>.Count);

    private static readonly Vector<int> ZeroBins = new([.. Enumerable.Range(BothSides, Vector<int>.Count)]);

    /// <summary>All zero between two calls, but for those of zeros.</summary>
    [ThreadStatic]
    private static ushort[]? _counters;

    /// <summary>Counts blocks of values, all finite and covered by <paramref name="bins"/>, and no more of them than 16 bits hold.</summary>
    /// <param name="values">The values.</param>
    /// <param name="block">The length of a block, a multiple of a vector's.</param>
    /// <param name="step">The distance between the beginnings of two blocks.</param>
    /// <param name="bins">Where they are counted.</param>
    /// <param name="negatives">Whether there may be values below zero.</param>
    /// <param name="positives">Whether there may be values above zero.</param>
    /// <returns>How many zeros there are among them, and how many values in all.</returns>
    public static (long Zeros, long Count) Count(ReadOnlySpan<float> values, int block, int step, MagnitudeHistogram bins, bool negatives, bool positives)
    {
        Span<ushort> counters = _counters ??= new ushort[2 * Stride];
        var (zeros, count) = CountBlocks(values, step == block ? values.Length : block, step == block ? values.Length : step, bins.InverseBinWidth, counters);
        if (positives)
        {
            InterleavedCounters.Drain(counters[..Stride], counters[Stride..], bins.Side(negative: false));
        }

        if (negatives)
        {
            InterleavedCounters.Drain(counters[Side..], counters[(Stride + Side)..], bins.Side(negative: true));
        }

        return (zeros, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (long Zeros, long Count) CountBlocks(ReadOnlySpan<float> values, int block, int step, float inverseWidth, Span<ushort> counters)
    {
        var negativeSide = new Vector<int>(Side);
        var zeroBins = ZeroBins;
        var scale = new Vector<float>(inverseWidth);
        int stride = Stride;
        ref ushort counter = ref MemoryMarshal.GetReference(counters);
        Span<int> indices = stackalloc int[Vector<int>.Count];
        ref int index = ref MemoryMarshal.GetReference(indices);
        var zeroLanes = Vector<int>.Zero;
        long zeros = 0;
        long count = 0;
        for (int start = 0; start < values.Length; start += step)
        {
            int end = Math.Min(start + block, values.Length);
            count += end - start;
            int i = start;
            for (; i + Vector<float>.Count <= end; i += Vector<float>.Count)
            {
                var vector = new Vector<float>(values[i..]);
                Vector<int> isZero = Vector.Equals(vector, Vector<float>.Zero);
                zeroLanes -= isZero;
                if (Vector.EqualsAll(isZero, Vector<int>.AllBitsSet))
                {
                    continue;
                }

                Vector<int> side = Vector.AsVectorInt32(vector) >> 31 & negativeSide;
                Vector<int> bin = VectorInstructions.Truncate(Vector.Abs(vector) * scale) + side;
                Vector.ConditionalSelect(isZero, zeroBins, bin).StoreUnsafe(ref index);
                for (int lane = 0; lane < Vector<int>.Count; lane += 2)
                {
                    ulong both = Unsafe.As<int, ulong>(ref Unsafe.Add(ref index, lane));
                    Unsafe.Add(ref counter, (nint)(both & uint.MaxValue))++;
                    Unsafe.Add(ref counter, stride + (nint)(both >> 32))++;
                }
            }

            for (; i < end; i++)
            {
                float value = values[i];
                if (value == 0)
                {
                    zeros++;
                }
                else
                {
                    Unsafe.Add(ref counter, (int)(MathF.Abs(value) * inverseWidth) + (value < 0 ? Side : 0))++;
                }
            }
        }

        return (zeros + Vector.Sum(zeroLanes), count);
    }
}
