using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// A model input with the shape that its column gives it. <paramref name="RowShape"/> is the shape of one row, the batch
/// dimension (where <paramref name="Batched"/>) being 1; -1 stands where the length of each row decides.
/// </summary>
internal sealed record BoundInput(MappedColumn Column, bool IsScalar, bool Batched, long[] RowShape)
{
    /// <summary>
    /// Whether the column's type does not tell the size that every row must have. ML.NET feeds such a column only to a tensor with a free dimension,
    /// so the row goes in flat and is shaped in the model.
    /// </summary>
    public bool IsFlat { get; init; }

    public bool IsVariable => RowShape.Contains(-1);

    /// <summary>Elements of a row, over all dimensions that do not vary from row to row.</summary>
    public int FixedSize => RowElements.Count(RowShape.Where(size => size > 0), Column.Tensor);

    /// <summary>The parameter that stands where the row decides.</summary>
    public string? Parameter => Array.IndexOf(RowShape, -1) is var at and >= 0 ? Column.Tensor.Dimensions![at].Parameter : null;

    /// <summary>What a row of <paramref name="length"/> elements puts in place of -1.</summary>
    public long FreeSize(int length)
    {
        int places = RowShape.Count(size => size < 0);
        long size = places == 1 ? length / FixedSize : (long)Math.Round(Math.Pow(length / (double)FixedSize, 1.0 / places));
        return ElementCount.Multiply(Enumerable.Repeat(size, places).Append(FixedSize)) == length && size > 0
            ? size
            : throw new InvalidOperationException(
                $"Column '{ForeignText.Line(Column.Name)}' has a row of {length} values, which does not fill input '{ForeignText.Line(Column.Tensor.Name)}' {ForeignText.Line(Column.Tensor.Shape)}: it takes multiples of {FixedSize}.");
    }
}
