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
    public const int ShortestInput = 96;

    private const int Side = 1 << ChannelHistogram.Bits;
    private const int ZeroBin = 2 * Side;
    private const int Stride = ZeroBin + 8;
    private const int Interleaved = 4;

    /// <summary>Counts blocks of values, all finite and covered by <paramref name="bins"/>.</summary>
    /// <param name="values">The values.</param>
    /// <param name="block">The length of a block, a multiple of a vector's.</param>
    /// <param name="step">The distance between the beginnings of two blocks.</param>
    /// <param name="bins">Where they are counted.</param>
    /// <returns>How many zeros there are among them, and how many values in all.</returns>
    public static (long Zeros, long Count) Count(ReadOnlySpan<float> values, int block, int step, MagnitudeHistogram bins)
    {
        Span<int> counters = stackalloc int[Interleaved * Stride];
        long count = 0;
        long zeros = 0;
        if (step == block)
        {
            zeros = CountBins(values, bins.InverseBinWidth, counters);
            count = values.Length;
        }
        else
        {
            for (int start = 0; start < values.Length; start += step)
            {
                var part = values.Slice(start, Math.Min(block, values.Length - start));
                zeros += CountBins(part, bins.InverseBinWidth, counters);
                count += part.Length;
            }
        }

        for (int lane = 0; lane < Interleaved; lane++)
        {
            zeros += counters[(lane * Stride) + ZeroBin];
        }

        Drain(counters, bins, negative: false);
        Drain(counters[Side..], bins, negative: true);
        return (zeros, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long CountBins(ReadOnlySpan<float> values, float inverseWidth, Span<int> counters)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var negativeSide = new Vector<int>(Side);
        var zeroBin = new Vector<int>(ZeroBin);
        var scale = new Vector<float>(inverseWidth);
        ref int counter = ref MemoryMarshal.GetReference(counters);
        Span<int> indices = stackalloc int[Vector<int>.Count];
        ref int index = ref MemoryMarshal.GetReference(indices);
        long zeros = 0;
        foreach (Vector<float> vector in vectors)
        {
            Vector<int> isZero = Vector.Equals(vector, Vector<float>.Zero);
            if (Vector.EqualsAll(isZero, Vector<int>.AllBitsSet))
            {
                zeros += Vector<int>.Count;
                continue;
            }

            Vector<int> side = Vector.AsVectorInt32(vector) >> 31 & negativeSide;
            Vector<int> bin = VectorInstructions.Truncate(Vector.Abs(vector) * scale) + side;
            Vector.ConditionalSelect(isZero, zeroBin, bin).StoreUnsafe(ref index);
            for (int i = 0; i < Vector<int>.Count; i += Interleaved)
            {
                Unsafe.Add(ref counter, Unsafe.Add(ref index, i))++;
                Unsafe.Add(ref counter, Stride + Unsafe.Add(ref index, i + 1))++;
                Unsafe.Add(ref counter, (2 * Stride) + Unsafe.Add(ref index, i + 2))++;
                Unsafe.Add(ref counter, (3 * Stride) + Unsafe.Add(ref index, i + 3))++;
            }
        }

        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            Unsafe.Add(ref counter, value == 0 ? ZeroBin : (int)(MathF.Abs(value) * inverseWidth) + (value < 0 ? Side : 0))++;
        }

        return zeros;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Drain(ReadOnlySpan<int> counters, MagnitudeHistogram bins, bool negative)
    {
        if (counters[..Side].IndexOfAnyExcept(0) < 0 && counters.Slice(Stride, Side).IndexOfAnyExcept(0) < 0
            && counters.Slice(2 * Stride, Side).IndexOfAnyExcept(0) < 0 && counters.Slice(3 * Stride, Side).IndexOfAnyExcept(0) < 0)
        {
            return;
        }

        var sums = MemoryMarshal.Cast<long, Vector<long>>(bins.Side(negative));
        for (int i = 0, at = 0; i < sums.Length; i += 2, at += Vector<int>.Count)
        {
            var four = new Vector<int>(counters[at..]) + new Vector<int>(counters[(Stride + at)..]) + new Vector<int>(counters[((2 * Stride) + at)..]) + new Vector<int>(counters[((3 * Stride) + at)..]);
            Vector.Widen(four, out var low, out var high);
            sums[i] += low;
            sums[i + 1] += high;
        }
    }
}
