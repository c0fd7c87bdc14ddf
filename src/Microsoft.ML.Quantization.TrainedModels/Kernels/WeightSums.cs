namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>Sums of features times INT8 weights by vectors of any width: the same bits as <see cref="ScalarSums"/>.</summary>
internal static unsafe class WeightSums
{
    /// <param name="width">The vectors to use.</param>
    /// <param name="table">The weights.</param>
    /// <param name="row">A value for every feature.</param>
    /// <param name="sums">Room for <see cref="WeightTable.SumCount"/>.</param>
    public static void Dense(KernelWidth width, WeightTable table, ReadOnlySpan<float> row, Span<float> sums)
    {
        fixed (float* values = row, target = sums)
        {
            switch (width)
            {
                case KernelWidth.Vector512:
                    Dense<WeightLanes512>(table, values, target);
                    break;
                case KernelWidth.Vector256:
                    Dense<WeightLanes256>(table, values, target);
                    break;
                case KernelWidth.Vector128:
                    Dense<WeightLanes128>(table, values, target);
                    break;
                default:
                    ScalarSums.Run(table, row, sums);
                    break;
            }
        }

        GC.KeepAlive(table);
    }

    /// <summary>The same of a sparse row.</summary>
    /// <returns>Whether its features are in order and in range.</returns>
    public static bool Sparse(KernelWidth width, WeightTable table, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> sums)
    {
        int used;
        fixed (int* features = indices)
        fixed (float* source = values, target = sums)
        {
            used = width switch
            {
                KernelWidth.Vector512 => Sparse<WeightLanes512>(table, features, source, values.Length, target),
                KernelWidth.Vector256 => Sparse<WeightLanes256>(table, features, source, values.Length, target),
                _ => Sparse<WeightLanes128>(table, features, source, values.Length, target),
            };
        }

        GC.KeepAlive(table);
        return used == values.Length;
    }

    private static void Dense<T>(WeightTable table, float* row, float* sums)
        where T : unmanaged, IWeightLanes<T>
    {
        if (table.ScoreCount == 1)
        {
            *sums = SingleSum<T>.Dense(table, row);
        }
        else
        {
            DenseSums<T>.Run(table, row, sums);
        }
    }

    private static int Sparse<T>(WeightTable table, int* indices, float* values, int count, float* sums)
        where T : unmanaged, IWeightLanes<T>
    {
        if (table.ScoreCount > 1)
        {
            return SparseSums<T>.Run(table, indices, values, count, sums);
        }

        *sums = SingleSum<T>.Sparse(table, indices, values, count, out int used);
        return used;
    }
}
