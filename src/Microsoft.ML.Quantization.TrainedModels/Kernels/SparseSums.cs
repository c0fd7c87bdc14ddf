using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>The sums of a sparse row for several scores, up to 64 scores at a time in registers.</summary>
internal static unsafe class SparseSums<T>
    where T : unmanaged, IWeightLanes<T>
{
    private const int Group = 4 * WeightTable.Lanes;

    /// <param name="table">The weights.</param>
    /// <param name="indices">The features, rising.</param>
    /// <param name="values">Their values.</param>
    /// <param name="count">How many.</param>
    /// <param name="sums">Room for <see cref="WeightTable.SumCount"/>.</param>
    /// <returns>How many features were in order and in range: <paramref name="count"/>, unless the row is damaged.</returns>
    public static int Run(WeightTable table, int* indices, float* values, int count, float* sums)
    {
        float* parts = stackalloc float[WeightTable.Ranges * Group];
        int used = 0;
        for (int first = 0; first < table.SumCount; first += Group)
        {
            int lanes = Math.Min(Group, table.SumCount - first);
            used = 0;
            for (int range = 0; range < WeightTable.Ranges; range++)
            {
                uint limit = (uint)Math.Min((long)(range + 1) * table.RangeLength, table.FeatureCount);
                used = AddRange(table.Pointer + first, table.Stride, lanes, indices, values, used, count, limit, parts + (range * Group));
            }

            for (int lane = 0; lane < lanes; lane += WeightTable.Lanes)
            {
                T low = T.Add(T.Load(parts + lane), T.Load(parts + Group + lane));
                T high = T.Add(T.Load(parts + (2 * Group) + lane), T.Load(parts + (3 * Group) + lane));
                T.Store(T.Add(low, high), sums + first + lane);
            }
        }

        return used;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddRange(sbyte* weights, int stride, int lanes, int* indices, float* values, int from, int count, uint limit, float* part) => lanes switch
    {
        WeightTable.Lanes => Add1(weights, stride, indices, values, from, count, limit, part),
        2 * WeightTable.Lanes => Add2(weights, stride, indices, values, from, count, limit, part),
        3 * WeightTable.Lanes => Add3(weights, stride, indices, values, from, count, limit, part),
        _ => Add4(weights, stride, indices, values, from, count, limit, part),
    };

    private static int Add1(sbyte* weights, int stride, int* indices, float* values, int i, int count, uint limit, float* part)
    {
        T first = default;
        for (; i < count && (uint)indices[i] < limit; i++)
        {
            first = T.Add(first, values[i], weights + ((long)indices[i] * stride));
        }

        T.Store(first, part);
        return i;
    }

    private static int Add2(sbyte* weights, int stride, int* indices, float* values, int i, int count, uint limit, float* part)
    {
        T first = default, second = default;
        for (; i < count && (uint)indices[i] < limit; i++)
        {
            sbyte* at = weights + ((long)indices[i] * stride);
            first = T.Add(first, values[i], at);
            second = T.Add(second, values[i], at + WeightTable.Lanes);
        }

        T.Store(first, part);
        T.Store(second, part + WeightTable.Lanes);
        return i;
    }

    private static int Add3(sbyte* weights, int stride, int* indices, float* values, int i, int count, uint limit, float* part)
    {
        T first = default, second = default, third = default;
        for (; i < count && (uint)indices[i] < limit; i++)
        {
            sbyte* at = weights + ((long)indices[i] * stride);
            first = T.Add(first, values[i], at);
            second = T.Add(second, values[i], at + WeightTable.Lanes);
            third = T.Add(third, values[i], at + (2 * WeightTable.Lanes));
        }

        T.Store(first, part);
        T.Store(second, part + WeightTable.Lanes);
        T.Store(third, part + (2 * WeightTable.Lanes));
        return i;
    }

    private static int Add4(sbyte* weights, int stride, int* indices, float* values, int i, int count, uint limit, float* part)
    {
        T first = default, second = default, third = default, fourth = default;
        for (; i < count && (uint)indices[i] < limit; i++)
        {
            sbyte* at = weights + ((long)indices[i] * stride);
            first = T.Add(first, values[i], at);
            second = T.Add(second, values[i], at + WeightTable.Lanes);
            third = T.Add(third, values[i], at + (2 * WeightTable.Lanes));
            fourth = T.Add(fourth, values[i], at + (3 * WeightTable.Lanes));
        }

        T.Store(first, part);
        T.Store(second, part + WeightTable.Lanes);
        T.Store(third, part + (2 * WeightTable.Lanes));
        T.Store(fourth, part + (3 * WeightTable.Lanes));
        return i;
    }
}
