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
    private const int ZeroBin = 2 * Side;
    private const int Stride = ZeroBin + 8;

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
        Span<ushort> counters = stackalloc ushort[2 * Stride];
        long count = values.Length;
        if (step == block)
        {
            CountBins(values, bins.InverseBinWidth, counters);
        }
        else
        {
            count = 0;
            for (int start = 0; start < values.Length; start += step)
            {
                var part = values.Slice(start, Math.Min(block, values.Length - start));
                CountBins(part, bins.InverseBinWidth, counters);
                count += part.Length;
            }
        }

        long zeros = counters[ZeroBin] + counters[Stride + ZeroBin];
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
    private static void CountBins(ReadOnlySpan<float> values, float inverseWidth, Span<ushort> counters)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var negativeSide = new Vector<int>(Side);
        var zeroBin = new Vector<int>(ZeroBin);
        var scale = new Vector<float>(inverseWidth);
        ref ushort counter = ref MemoryMarshal.GetReference(counters);
        Span<int> indices = stackalloc int[Vector<int>.Count];
        ref int index = ref MemoryMarshal.GetReference(indices);
        foreach (Vector<float> vector in vectors)
        {
            Vector<int> isZero = Vector.Equals(vector, Vector<float>.Zero);
            if (Vector.EqualsAll(isZero, Vector<int>.AllBitsSet))
            {
                Unsafe.Add(ref counter, ZeroBin) += (ushort)Vector<int>.Count;
                continue;
            }

            Vector<int> side = Vector.AsVectorInt32(vector) >> 31 & negativeSide;
            Vector<int> bin = VectorInstructions.Truncate(Vector.Abs(vector) * scale) + side;
            Vector.ConditionalSelect(isZero, zeroBin, bin).StoreUnsafe(ref index);
            for (int i = 0; i < Vector<int>.Count; i += 2)
            {
                ulong both = Unsafe.As<int, ulong>(ref Unsafe.Add(ref index, i));
                Unsafe.Add(ref counter, (nint)(both & uint.MaxValue))++;
                Unsafe.Add(ref counter, Stride + (nint)(both >> 32))++;
            }
        }

        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            Unsafe.Add(ref counter, value == 0 ? ZeroBin : (int)(MathF.Abs(value) * inverseWidth) + (value < 0 ? Side : 0))++;
        }
    }
}
