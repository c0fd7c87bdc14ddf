using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary><see cref="IndexKernel"/> for 512 rows at once.</summary>
internal static unsafe class IndexKernel512
{
    private const ulong Quads = 0x0F0F0F0F0F0F0F0F;
    private const ulong Pairs = 0x3333333333333333;
    private const ulong Ones = 0x5555555555555555;

    public static void Transpose(ulong* values, int* planes, ulong* runs)
    {
        const int Words = 8;
        var (a, b, c, d) = (Vector512.Load(values + (Words * (long)planes[0])), Vector512.Load(values + (Words * (long)planes[1])), Vector512.Load(values + (Words * (long)planes[2])), Vector512.Load(values + (Words * (long)planes[3])));
        var (e, f, g, h) = (Vector512.Load(values + (Words * (long)planes[4])), Vector512.Load(values + (Words * (long)planes[5])), Vector512.Load(values + (Words * (long)planes[6])), Vector512.Load(values + (Words * (long)planes[7])));
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
    private static void Swap(ref Vector512<ulong> first, ref Vector512<ulong> second, int shift, ulong mask)
    {
        var changed = (Vector512.ShiftRightLogical(first, shift) ^ second) & Vector512.Create(mask);
        first ^= Vector512.ShiftLeft(changed, shift);
        second ^= changed;
    }
}
