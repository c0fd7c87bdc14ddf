using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>Eight words.</summary>
internal readonly unsafe struct PlaneWords512 : IPlaneWords<Vector512<ulong>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Load(ulong* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<ulong> words, ulong* target) => words.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Swap(ref Vector512<ulong> first, ref Vector512<ulong> second, int shift, ulong mask)
    {
        var changed = (Vector512.ShiftRightLogical(first, shift) ^ second) & Vector512.Create(mask);
        first ^= Vector512.ShiftLeft(changed, shift);
        second ^= changed;
    }
}
