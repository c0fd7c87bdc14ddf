namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// A model input with the shape that its column gives it. <paramref name="RowShape"/> is the shape of one row, the batch
/// dimension (where <paramref name="Batched"/>) being 1; -1 stands where the length of each row decides.
/// </summary>
internal sealed record BoundInput(MappedColumn Column, bool IsScalar, bool Batched, long[] RowShape)
{
    public bool IsVariable => RowShape.Contains(-1);

    /// <summary>Elements of a row, over all dimensions that do not vary from row to row.</summary>
    public int FixedSize => checked((int)RowShape.Where(size => size > 0).Aggregate(1L, (product, size) => product * size));

    /// <summary>The parameter that stands where the row decides.</summary>
    public string? Parameter => Array.IndexOf(RowShape, -1) is var at and >= 0 ? Column.Tensor.Dimensions![at].Parameter : null;

    /// <summary>What a row of <paramref name="length"/> elements puts in place of -1.</summary>
    public long FreeSize(int length)
    {
        int places = RowShape.Count(size => size < 0);
        long size = places == 1 ? length / FixedSize : (long)Math.Round(Math.Pow(length / (double)FixedSize, 1.0 / places));
        return Power(size, places) * FixedSize == length && size > 0
            ? size
            : throw new InvalidOperationException(
                $"Column '{Column.Name}' has a row of {length} values, which does not fill input '{Column.Tensor.Name}' {Column.Tensor.Shape}: it takes multiples of {FixedSize}.");
    }

    private static long Power(long value, int exponent) => exponent == 0 ? 1 : value * Power(value, exponent - 1);
}
