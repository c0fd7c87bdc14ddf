using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

internal unsafe struct WeightLanes256 : IWeightLanes<WeightLanes256>
{
    private Vector256<float> _low;
    private Vector256<float> _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes256 Load(float* values) => new() { _low = Vector256.Load(values), _high = Vector256.Load(values + 8) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes256 Add(WeightLanes256 sums, float value, sbyte* weights)
    {
        var all = Vector256.Create(value);
        return new() { _low = sums._low + (all * Widen(weights)), _high = sums._high + (all * Widen(weights + 8)) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes256 Add(WeightLanes256 sums, float* values, sbyte* weights) => new()
    {
        _low = sums._low + (Vector256.Load(values) * Widen(weights)),
        _high = sums._high + (Vector256.Load(values + 8) * Widen(weights + 8)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes256 Add(WeightLanes256 left, WeightLanes256 right) => new() { _low = left._low + right._low, _high = left._high + right._high };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(WeightLanes256 sums, float* target)
    {
        sums._low.Store(target);
        sums._high.Store(target + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(sbyte* weights) => Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(weights));
}
