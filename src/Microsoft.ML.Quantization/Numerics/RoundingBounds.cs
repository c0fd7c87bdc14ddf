namespace Microsoft.ML.Quantization.Numerics;

/// <summary>
/// What the integer of a weight may be: symmetric ends, and, where the kernels of a target add two neighbouring products in few bits, no more than its
/// neighbours leave, those of them that are rounded already.
/// </summary>
/// <param name="Last">The largest integer.</param>
/// <param name="LargestSum">What two neighbours of one sign may come to.</param>
/// <param name="Neighbours">The neighbours of each weight of an output channel, one or two lists as there are layouts; the number of weights stands for none.</param>
internal sealed record RoundingBounds(int Last, float LargestSum, IReadOnlyList<int[]> Neighbours)
{
    /// <param name="layout">How the weights lie.</param>
    /// <param name="last">The largest integer.</param>
    /// <param name="largestPair">What two neighbours may come to before they are rounded, which adds a half to each; <see langword="null"/> for any sum.</param>
    public static RoundingBounds Create(WeightLayout layout, int last, float? largestPair)
    {
        if (largestPair is not { } limit || layout.IsDepthwise)
        {
            return new RoundingBounds(last, float.PositiveInfinity, []);
        }

        // Positions stand for weights: what lies beside what is defined in one place.
        int length = layout.RowLength;
        var one = new WeightLayout(layout.OutputAxis == 0 ? [1, .. layout.Dimensions.Skip(1)] : [layout.Dimensions[0], 1], layout.OutputAxis);
        List<int[]> neighbours = [];
        one.VisitPairedRows<int>([.. Enumerable.Range(0, length)], (_, row) => neighbours.Add(Pairs(row)));
        return new RoundingBounds(last, limit + 1, neighbours);
    }

    private static int[] Pairs(ReadOnlySpan<int> row)
    {
        var neighbours = new int[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            neighbours[row[i]] = (i ^ 1) < row.Length ? row[i ^ 1] : row.Length;
        }

        return neighbours;
    }
}
