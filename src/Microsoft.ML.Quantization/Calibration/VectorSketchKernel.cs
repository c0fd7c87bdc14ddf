using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The vector code of <see cref="TensorSketch"/> that fills the histogram. Bins are computed in vectors and counted one by one, neighbouring lanes in
/// different counters: incrementing the same counter twice in a row would wait for the first write to arrive.
/// </summary>
internal static class VectorSketchKernel
{
    private const int BothSides = 2 * MagnitudeHistogram.BinCount;
    private const int Interleaved = 2;

    /// <summary>Room after the bins for the zeros of every lane: counted there they disturb no bin, and never the same counter twice.</summary>
    private static readonly int Stride = BothSides + Vector<int>.Count;

    private static readonly Vector<int> Lanes = new([.. Enumerable.Range(0, Vector<int>.Count)]);

    /// <summary>The number of counters that <see cref="Count"/> needs, all zero before the first call.</summary>
    public static int CounterCount => Interleaved * Stride;

    /// <summary>Counts values, all finite and covered by <paramref name="histogram"/>; returns how many zeros are not among the counters.</summary>
    public static long Count(ReadOnlySpan<float> values, MagnitudeHistogram histogram, Span<ushort> counters)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        long zeros = CountBins(vectors, histogram.InverseBinWidth, counters);
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            if (value == 0f)
            {
                zeros++;
            }
            else
            {
                histogram.Add(value);
            }
        }

        return zeros;
    }

    /// <summary>Brings the counters of the sides that were seen into <paramref name="histogram"/> and clears them; returns how many zeros they counted.</summary>
    public static long Drain(Span<ushort> counters, MagnitudeHistogram histogram, bool negatives, bool positives)
    {
        long zeros = 0;
        for (int lane = 0; lane < Vector<int>.Count; lane++)
        {
            ref ushort counter = ref counters[((lane % Interleaved) * Stride) + BothSides + lane];
            zeros += counter;
            counter = 0;
        }

        if (positives)
        {
            InterleavedCounters.Drain(counters[..Stride], counters[Stride..], histogram.Side(negative: false));
        }

        if (negatives)
        {
            InterleavedCounters.Drain(counters[MagnitudeHistogram.BinCount..], counters[(Stride + MagnitudeHistogram.BinCount)..], histogram.Side(negative: true));
        }

        return zeros;
    }

    private static long CountBins(ReadOnlySpan<Vector<float>> vectors, float inverseWidth, Span<ushort> counters)
    {
        Vector<int> laneOffset = (Lanes & Vector<int>.One) * Stride;
        Vector<int> zeroBin = Lanes + new Vector<int>(BothSides);
        var negativeSide = new Vector<int>(MagnitudeHistogram.BinCount);
        var scale = new Vector<float>(inverseWidth);
        ref ushort counter = ref MemoryMarshal.GetReference(counters);
        Span<int> bins = stackalloc int[Vector<int>.Count];
        ref int bin = ref MemoryMarshal.GetReference(bins);
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
            Vector<int> index = VectorInstructions.Truncate(Vector.Abs(vector) * scale) + side;
            if (Vector.EqualsAll(index, new Vector<int>(index[0])) && Vector.EqualsAll(isZero, Vector<int>.Zero))
            {
                Unsafe.Add(ref counter, index[0]) += (ushort)Vector<int>.Count;
                continue;
            }

            (Vector.ConditionalSelect(isZero, zeroBin, index) + laneOffset).StoreUnsafe(ref bin);
            for (int i = 0; i < Vector<int>.Count; i += 4)
            {
                ulong first = Unsafe.As<int, ulong>(ref Unsafe.Add(ref bin, i));
                ulong second = Unsafe.As<int, ulong>(ref Unsafe.Add(ref bin, i + 2));
                Unsafe.Add(ref counter, (nint)(first & uint.MaxValue))++;
                Unsafe.Add(ref counter, (nint)(first >> 32))++;
                Unsafe.Add(ref counter, (nint)(second & uint.MaxValue))++;
                Unsafe.Add(ref counter, (nint)(second >> 32))++;
            }
        }

        return zeros;
    }
}
