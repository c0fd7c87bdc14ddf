using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The declarations of a portable model's inputs and outputs.</summary>
internal static class PortableShapes
{
    public static ValueInfoProto Input(BoundInput input, bool batched)
    {
        long[] sizes = input.IsScalar ? [1, 1] : input.IsFlat ? [1, -1] : input.RowShape;
        string Name(int i) => input.Column.Tensor.Dimensions!.ElementAtOrDefault(i).Parameter ?? (i == 0 ? "batch" : "length");
        return Value(input.Column.Name, input.Column.Tensor, sizes.Select((size, i) => (i == 0 && input.Batched && batched) || size < 0
            ? new TensorShapeProto.Types.Dimension { DimParam = Name(i) }
            : new TensorShapeProto.Types.Dimension { DimValue = size }));
    }

    /// <summary>Whether a column fixes a size that is free in the model, other than that of the batch.</summary>
    public static bool FixesASize(BoundInput input) => input.Column.Tensor.Dimensions!.Where((dimension, i) => IsFixed(input, dimension, i)).Any();

    /// <summary>An input with the free dimensions of the model.</summary>
    public static ValueInfoProto FreeInput(BoundInput input) => input.IsFlat ? Input(input, input.Batched) : Value(input.Column.Name, input.Column.Tensor, input.IsScalar
        ? [new TensorShapeProto.Types.Dimension { DimValue = 1 }, new TensorShapeProto.Types.Dimension { DimValue = 1 }]
        : input.Column.Tensor.Dimensions!.Select(dimension => dimension switch
        {
            { Size: { } size } => new TensorShapeProto.Types.Dimension { DimValue = size },
            { Parameter: { } name } => new TensorShapeProto.Types.Dimension { DimParam = name },
            _ => new TensorShapeProto.Types.Dimension(),
        }));

    /// <param name="output">The output.</param>
    /// <param name="sizes">Its dimensions, free ones negative; none where ONNX Runtime is to infer them.</param>
    public static ValueInfoProto Output(MappedColumn output, IEnumerable<long>? sizes)
    {
        // A dimension without value or name: names of the original may claim an equality that fixed sizes break.
        var dimensions = sizes?.Select(size => size < 0 ? new TensorShapeProto.Types.Dimension() : new TensorShapeProto.Types.Dimension { DimValue = size });
        return Value(output.GraphName, output.Tensor, dimensions);
    }

    private static bool IsFixed(BoundInput input, TensorDimension dimension, int place) =>
        dimension.IsFree && !(place == 0 && input.Batched) && !input.IsFlat && input.RowShape[place] > 0;

    private static ValueInfoProto Value(string name, TensorSignature signature, IEnumerable<TensorShapeProto.Types.Dimension>? dimensions)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)signature.Type };
        if (dimensions != null)
        {
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.Add(dimensions);
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
