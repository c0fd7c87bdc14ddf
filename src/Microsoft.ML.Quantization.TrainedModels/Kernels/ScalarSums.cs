namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>
/// Sums of features times INT8 weights, as they are defined. With several scores, each range of features is summed in its order and the ranges' sums in pairs. With one
/// score, the features whose index leaves the same rest when divided by 16 are summed in their order, and the 16 sums are halved: the upper half is added to the
/// lower one until one is left. A feature of 0 changes no bit, so that dense and sparse rows of the same values give the same.
/// </summary>
internal static class ScalarSums
{
    public static void Run(WeightTable table, ReadOnlySpan<float> row, Span<float> sums)
    {
        for (int score = 0; score < table.ScoreCount; score++)
        {
            sums[score] = table.ScoreCount == 1 ? OfLanes(table, row) : OfRanges(table, row, score);
        }
    }

    private static float OfRanges(WeightTable table, ReadOnlySpan<float> row, int score) =>
        (OfRange(table, row, score, 0) + OfRange(table, row, score, 1)) + (OfRange(table, row, score, 2) + OfRange(table, row, score, 3));

    private static float OfRange(WeightTable table, ReadOnlySpan<float> row, int score, int range)
    {
        float sum = 0;
        long start = (long)range * table.RangeLength;
        for (long i = start; i < Math.Min(start + table.RangeLength, row.Length); i++)
        {
            sum += row[(int)i] * table[(int)i, score];
        }

        return sum;
    }

    private static float OfLanes(WeightTable table, ReadOnlySpan<float> row)
    {
        Span<float> lanes = stackalloc float[WeightTable.Lanes];
        lanes.Clear();
        for (int i = 0; i < row.Length; i++)
        {
            lanes[i % WeightTable.Lanes] += row[i] * table[i, 0];
        }

        return Halve(lanes);
    }

    public static float Halve(Span<float> lanes)
    {
        for (int half = lanes.Length / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                lanes[i] += lanes[i + half];
            }
        }

        return lanes[0];
    }
}
