using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

internal unsafe struct WeightLanes512 : IWeightLanes<WeightLanes512>
{
    private Vector512<float> _all;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes512 Load(float* values) => new() { _all = Vector512.Load(values) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes512 Add(WeightLanes512 sums, float value, sbyte* weights) => new() { _all = sums._all + (Vector512.Create(value) * Widen(weights)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes512 Add(WeightLanes512 sums, float* values, sbyte* weights) => new() { _all = sums._all + (Vector512.Load(values) * Widen(weights)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes512 Add(WeightLanes512 left, WeightLanes512 right) => new() { _all = left._all + right._all };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(WeightLanes512 sums, float* target) => sums._all.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Widen(sbyte* weights) => Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(weights)));
}
