namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>The sum of a row for a single score.</summary>
internal static unsafe class SingleSum<T>
    where T : unmanaged, IWeightLanes<T>
{
    private const int Mask = WeightTable.Lanes - 1;

    public static float Dense(WeightTable table, float* row)
    {
        T sums = default;
        int whole = table.FeatureCount & ~Mask;
        for (int i = 0; i < whole; i += WeightTable.Lanes)
        {
            sums = T.Add(sums, row + i, table.Pointer + i);
        }

        float* lanes = stackalloc float[WeightTable.Lanes];
        T.Store(sums, lanes);
        for (int i = whole; i < table.FeatureCount; i++)
        {
            lanes[i & Mask] += row[i] * table.Pointer[i];
        }

        return ScalarSums.Halve(new Span<float>(lanes, WeightTable.Lanes));
    }

    /// <returns>The sum; how many features were in range is in <paramref name="used"/>.</returns>
    public static float Sparse(WeightTable table, int* indices, float* values, int count, out int used)
    {
        float* lanes = stackalloc float[WeightTable.Lanes];
        T.Store(default, lanes);
        int i = 0;
        for (; i < count && (uint)indices[i] < (uint)table.FeatureCount; i++)
        {
            lanes[indices[i] & Mask] += values[i] * table.Pointer[indices[i]];
        }

        used = i;
        return ScalarSums.Halve(new Span<float>(lanes, WeightTable.Lanes));
    }
}
