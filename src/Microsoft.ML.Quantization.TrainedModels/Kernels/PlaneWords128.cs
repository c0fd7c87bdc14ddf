using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>Two words.</summary>
internal readonly unsafe struct PlaneWords128 : IPlaneWords<Vector128<ulong>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Load(ulong* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<ulong> words, ulong* target) => words.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Swap(ref Vector128<ulong> first, ref Vector128<ulong> second, int shift, ulong mask)
    {
        var changed = (Vector128.ShiftRightLogical(first, shift) ^ second) & Vector128.Create(mask);
        first ^= Vector128.ShiftLeft(changed, shift);
        second ^= changed;
    }
}
