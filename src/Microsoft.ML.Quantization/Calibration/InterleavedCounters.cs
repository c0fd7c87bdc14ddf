using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Brings the two copies of 16-bit counters that <see cref="VectorSketchKernel"/> counts in together in the histogram.</summary>
internal static class InterleavedCounters
{
    /// <summary>Adds as many counters as <paramref name="side"/> has bins, from the start of both copies, and clears them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Drain(Span<ushort> one, Span<ushort> other, Span<long> side)
    {
        Span<Vector<ushort>> first = MemoryMarshal.Cast<ushort, Vector<ushort>>(one[..side.Length]);
        Span<Vector<ushort>> second = MemoryMarshal.Cast<ushort, Vector<ushort>>(other[..side.Length]);
        Span<Vector<ulong>> sums = MemoryMarshal.Cast<long, Vector<ulong>>(side);
        for (int i = 0; i < first.Length; i++)
        {
            Vector.Widen(first[i], out Vector<uint> a, out Vector<uint> b);
            Vector.Widen(second[i], out Vector<uint> c, out Vector<uint> d);
            Vector.Widen(a + c, out Vector<ulong> w, out Vector<ulong> x);
            Vector.Widen(b + d, out Vector<ulong> y, out Vector<ulong> z);
            sums[4 * i] += w;
            sums[(4 * i) + 1] += x;
            sums[(4 * i) + 2] += y;
            sums[(4 * i) + 3] += z;
        }

        first.Clear();
        second.Clear();
    }
}
