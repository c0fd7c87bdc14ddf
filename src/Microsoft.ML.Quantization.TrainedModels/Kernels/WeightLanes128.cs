using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

internal unsafe struct WeightLanes128 : IWeightLanes<WeightLanes128>
{
    private Vector128<float> _first;
    private Vector128<float> _second;
    private Vector128<float> _third;
    private Vector128<float> _fourth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes128 Load(float* values) => new()
    {
        _first = Vector128.Load(values), _second = Vector128.Load(values + 4), _third = Vector128.Load(values + 8), _fourth = Vector128.Load(values + 12),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes128 Add(WeightLanes128 sums, float value, sbyte* weights)
    {
        var all = Vector128.Create(value);
        var (low, high) = Vector128.Widen(Vector128.Load(weights));
        return new()
        {
            _first = sums._first + (all * Low(low)), _second = sums._second + (all * High(low)),
            _third = sums._third + (all * Low(high)), _fourth = sums._fourth + (all * High(high)),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes128 Add(WeightLanes128 sums, float* values, sbyte* weights)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(weights));
        return new()
        {
            _first = sums._first + (Vector128.Load(values) * Low(low)), _second = sums._second + (Vector128.Load(values + 4) * High(low)),
            _third = sums._third + (Vector128.Load(values + 8) * Low(high)), _fourth = sums._fourth + (Vector128.Load(values + 12) * High(high)),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightLanes128 Add(WeightLanes128 left, WeightLanes128 right) => new()
    {
        _first = left._first + right._first, _second = left._second + right._second, _third = left._third + right._third, _fourth = left._fourth + right._fourth,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(WeightLanes128 sums, float* target)
    {
        sums._first.Store(target);
        sums._second.Store(target + 4);
        sums._third.Store(target + 8);
        sums._fourth.Store(target + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<short> weights) => Vector128.ConvertToSingle(Vector128.WidenLower(weights));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<short> weights) => Vector128.ConvertToSingle(Vector128.WidenUpper(weights));
}
