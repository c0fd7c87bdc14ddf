using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>
/// Turns bit planes into bytes. Eight planes hold bit 0 to 7 of an index for every row; transposing each 8 x 8 bits gives eight runs of bytes. The index of row r
/// stands at <see cref="Place"/>, in all kernels, so that rows are put in order only once.
/// </summary>
internal static unsafe class IndexKernel
{
    public const int Planes = 8;

    /// <summary>Of an index of two bytes.</summary>
    public const int MostPlanes = 2 * Planes;

    private const ulong Quads = 0x0F0F0F0F0F0F0F0F;
    private const ulong Pairs = 0x3333333333333333;
    private const ulong Ones = 0x5555555555555555;

    /// <summary>Where the index of a row stands.</summary>
    public static int Place(int row, int words) => ((row & 7) * 8 * words) + (row >> 3);

    /// <param name="words">The 64-row words of a plane.</param>
    /// <param name="values">The values that planes name by index.</param>
    /// <param name="planes">The indices of eight planes.</param>
    /// <param name="target">64 bytes a word.</param>
    public static void Transpose(int words, ulong* values, int* planes, byte* target)
    {
        ulong* runs = (ulong*)target;
        switch (words)
        {
            case 8:
                IndexKernel512.Transpose(values, planes, runs);
                break;
            case 4:
                Transpose256(values, planes, runs);
                break;
            case 2:
                Transpose128(values, planes, runs);
                break;
            default:
                Transpose64(values, planes, runs);
                break;
        }
    }

    private static void Transpose64(ulong* values, int* planes, ulong* runs)
    {
        var (a, b, c, d) = (values[planes[0]], values[planes[1]], values[planes[2]], values[planes[3]]);
        var (e, f, g, h) = (values[planes[4]], values[planes[5]], values[planes[6]], values[planes[7]]);
        Swap(ref a, ref e, 4, Quads);
        Swap(ref b, ref f, 4, Quads);
        Swap(ref c, ref g, 4, Quads);
        Swap(ref d, ref h, 4, Quads);
        Swap(ref a, ref c, 2, Pairs);
        Swap(ref b, ref d, 2, Pairs);
        Swap(ref e, ref g, 2, Pairs);
        Swap(ref f, ref h, 2, Pairs);
        Swap(ref a, ref b, 1, Ones);
        Swap(ref c, ref d, 1, Ones);
        Swap(ref e, ref f, 1, Ones);
        Swap(ref g, ref h, 1, Ones);
        (runs[0], runs[1], runs[2], runs[3], runs[4], runs[5], runs[6], runs[7]) = (a, b, c, d, e, f, g, h);
    }

    private static void Swap(ref ulong first, ref ulong second, int shift, ulong mask)
    {
        ulong changed = ((first >> shift) ^ second) & mask;
        first ^= changed << shift;
        second ^= changed;
    }

    private static void Transpose128(ulong* values, int* planes, ulong* runs)
    {
        const int Words = 2;
        var (a, b, c, d) = (Vector128.Load(values + (Words * (long)planes[0])), Vector128.Load(values + (Words * (long)planes[1])), Vector128.Load(values + (Words * (long)planes[2])), Vector128.Load(values + (Words * (long)planes[3])));
        var (e, f, g, h) = (Vector128.Load(values + (Words * (long)planes[4])), Vector128.Load(values + (Words * (long)planes[5])), Vector128.Load(values + (Words * (long)planes[6])), Vector128.Load(values + (Words * (long)planes[7])));
        Swap(ref a, ref e, 4, Quads);
        Swap(ref b, ref f, 4, Quads);
        Swap(ref c, ref g, 4, Quads);
        Swap(ref d, ref h, 4, Quads);
        Swap(ref a, ref c, 2, Pairs);
        Swap(ref b, ref d, 2, Pairs);
        Swap(ref e, ref g, 2, Pairs);
        Swap(ref f, ref h, 2, Pairs);
        Swap(ref a, ref b, 1, Ones);
        Swap(ref c, ref d, 1, Ones);
        Swap(ref e, ref f, 1, Ones);
        Swap(ref g, ref h, 1, Ones);
        a.Store(runs);
        b.Store(runs + Words);
        c.Store(runs + (2 * Words));
        d.Store(runs + (3 * Words));
        e.Store(runs + (4 * Words));
        f.Store(runs + (5 * Words));
        g.Store(runs + (6 * Words));
        h.Store(runs + (7 * Words));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Swap(ref Vector128<ulong> first, ref Vector128<ulong> second, int shift, ulong mask)
    {
        var changed = (Vector128.ShiftRightLogical(first, shift) ^ second) & Vector128.Create(mask);
        first ^= Vector128.ShiftLeft(changed, shift);
        second ^= changed;
    }

    private static void Transpose256(ulong* values, int* planes, ulong* runs)
    {
        const int Words = 4;
        var (a, b, c, d) = (Vector256.Load(values + (Words * (long)planes[0])), Vector256.Load(values + (Words * (long)planes[1])), Vector256.Load(values + (Words * (long)planes[2])), Vector256.Load(values + (Words * (long)planes[3])));
        var (e, f, g, h) = (Vector256.Load(values + (Words * (long)planes[4])), Vector256.Load(values + (Words * (long)planes[5])), Vector256.Load(values + (Words * (long)planes[6])), Vector256.Load(values + (Words * (long)planes[7])));
        Swap(ref a, ref e, 4, Quads);
        Swap(ref b, ref f, 4, Quads);
        Swap(ref c, ref g, 4, Quads);
        Swap(ref d, ref h, 4, Quads);
        Swap(ref a, ref c, 2, Pairs);
        Swap(ref b, ref d, 2, Pairs);
        Swap(ref e, ref g, 2, Pairs);
        Swap(ref f, ref h, 2, Pairs);
        Swap(ref a, ref b, 1, Ones);
        Swap(ref c, ref d, 1, Ones);
        Swap(ref e, ref f, 1, Ones);
        Swap(ref g, ref h, 1, Ones);
        a.Store(runs);
        b.Store(runs + Words);
        c.Store(runs + (2 * Words));
        d.Store(runs + (3 * Words));
        e.Store(runs + (4 * Words));
        f.Store(runs + (5 * Words));
        g.Store(runs + (6 * Words));
        h.Store(runs + (7 * Words));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Swap(ref Vector256<ulong> first, ref Vector256<ulong> second, int shift, ulong mask)
    {
        var changed = (Vector256.ShiftRightLogical(first, shift) ^ second) & Vector256.Create(mask);
        first ^= Vector256.ShiftLeft(changed, shift);
        second ^= changed;
    }
}
