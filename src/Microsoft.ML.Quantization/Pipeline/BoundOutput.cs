using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// A model output with the shape of one row (the batch dimension being 1, other unknown ones -1); no shape where even the rank
/// is unknown.
/// </summary>
internal sealed record BoundOutput(MappedColumn Column, long[]? RowShape)
{
    /// <summary>Elements of a row, or -1 where rows differ.</summary>
    public int RowSize { get; } = RowShape == null || RowShape.Contains(-1) ? -1 : RowElements.Count(RowShape, Column.Tensor);

    /// <summary>Whether ONNX Runtime allocates it: where rows differ in size, and texts.</summary>
    public bool IsAllocated => RowSize < 0 || Column.Tensor.Type == TensorProto.Types.DataType.String;

    /// <summary>The column type that a stock OnnxTransformer publishes for such an output.</summary>
    public VectorDataViewType Type
    {
        get
        {
            var item = ItemTypes.Map(Column.Tensor.Type);
            return RowSize < 0 ? new VectorDataViewType(item) : new VectorDataViewType(item, RowShape!.Select(size => checked((int)size)).ToArray());
        }
    }
}
