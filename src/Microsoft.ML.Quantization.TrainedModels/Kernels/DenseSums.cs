namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>The sums of a dense row for several scores, 16 scores at a time; the ranges are summed side by side, so that no addition waits for the one before it.</summary>
internal static unsafe class DenseSums<T>
    where T : unmanaged, IWeightLanes<T>
{
    public static void Run(WeightTable table, float* row, float* sums)
    {
        for (int lane = 0; lane < table.SumCount; lane += WeightTable.Lanes)
        {
            Run(table, table.Pointer + lane, row, sums + lane);
        }
    }

    private static void Run(WeightTable table, sbyte* weights, float* row, float* sums)
    {
        long length = table.RangeLength;
        long width = length * table.Stride;
        long last = Math.Max(0, table.FeatureCount - (3 * length));
        T first = default, second = default, third = default, fourth = default;
        for (long i = 0; i < last; i++)
        {
            sbyte* at = weights + (i * table.Stride);
            first = T.Add(first, row[i], at);
            second = T.Add(second, row[length + i], at + width);
            third = T.Add(third, row[(2 * length) + i], at + (2 * width));
            fourth = T.Add(fourth, row[(3 * length) + i], at + (3 * width));
        }

        first = Rest(table, weights, row, first, last, Math.Min(length, table.FeatureCount));
        second = Rest(table, weights, row, second, length + last, Math.Min(2 * length, table.FeatureCount));
        third = Rest(table, weights, row, third, (2 * length) + last, Math.Min(3 * length, table.FeatureCount));
        T.Store(T.Add(T.Add(first, second), T.Add(third, fourth)), sums);
    }

    private static T Rest(WeightTable table, sbyte* weights, float* row, T sums, long from, long to)
    {
        for (long i = from; i < to; i++)
        {
            sums = T.Add(sums, row[i], weights + (i * table.Stride));
        }

        return sums;
    }
}
