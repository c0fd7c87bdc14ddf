using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>Four words.</summary>
internal readonly unsafe struct PlaneWords256 : IPlaneWords<Vector256<ulong>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Load(ulong* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<ulong> words, ulong* target) => words.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Swap(ref Vector256<ulong> first, ref Vector256<ulong> second, int shift, ulong mask)
    {
        var changed = (Vector256.ShiftRightLogical(first, shift) ^ second) & Vector256.Create(mask);
        first ^= Vector256.ShiftLeft(changed, shift);
        second ^= changed;
    }
}
