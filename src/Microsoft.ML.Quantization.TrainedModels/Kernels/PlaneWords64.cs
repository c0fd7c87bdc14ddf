using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>One word: the definition.</summary>
internal readonly unsafe struct PlaneWords64 : IPlaneWords<ulong>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ulong* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ulong words, ulong* target) => *target = words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Swap(ref ulong first, ref ulong second, int shift, ulong mask)
    {
        ulong changed = ((first >> shift) ^ second) & mask;
        first ^= changed << shift;
        second ^= changed;
    }
}
