using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Gives a tensor another shape, or another order of dimensions, with no operator more than it takes.</summary>
internal static class Moves
{
    /// <summary>The tensor in another ONNX shape of as many values, which stay in ONNX's order.</summary>
    public static LiteRtTensor Reshape(NodeConversion node, LiteRtTensor tensor, int[] from, int[] to)
    {
        if (from.SequenceEqual(to))
        {
            return tensor;
        }

        if (!Layout.IsSameOrder(from))
        {
            tensor = Transpose(node, tensor, Layout.ToOnnx);
        }

        if (Layout.IsSameOrder(to))
        {
            return Shape(node, tensor, Layout.Shape(to));
        }

        return Transpose(node, Shape(node, tensor, to), Layout.FromOnnx);
    }

    /// <summary>The tensor with its dimensions, as the file has them, in another order.</summary>
    public static LiteRtTensor Transpose(NodeConversion node, LiteRtTensor tensor, int[] order)
    {
        int[] shape = [.. order.Select(axis => tensor.Shape[axis])];
        if (order.SequenceEqual(Enumerable.Range(0, order.Length)))
        {
            return tensor;
        }

        // Dimensions of one element may go anywhere.
        int[] moving = [.. order.Where(axis => tensor.Shape[axis] != 1)];
        if (moving.SequenceEqual(moving.Order()))
        {
            return Shape(node, tensor, shape);
        }

        var moved = node.Between("transposed", shape, tensor);
        node.File.Emit(LiteRtCode.Transpose, [tensor, node.Numbers("order", order)], moved, OperatorOptions.Transpose);
        return moved;
    }

    /// <summary>The parts of a tensor at places along a dimension of the file, in their order.</summary>
    public static LiteRtTensor Gather(NodeConversion node, LiteRtTensor tensor, int axis, int[] places)
    {
        int[] shape = [.. tensor.Shape];
        shape[axis] = places.Length;
        var made = node.Between("gathered", shape, tensor);
        node.File.Emit(LiteRtCode.Gather, [tensor, node.Numbers("places", places)], made, OperatorOptions.Gather(axis));
        return made;
    }

    /// <summary>The tensor with as many values in another shape, both as the file has them.</summary>
    public static LiteRtTensor Shape(NodeConversion node, LiteRtTensor tensor, int[] shape)
    {
        if (tensor.Shape.SequenceEqual(shape))
        {
            return tensor;
        }

        var made = node.Between("reshaped", shape, tensor);
        node.File.Emit(LiteRtCode.Reshape, [tensor, node.Numbers("shape", shape)], made, OperatorOptions.Reshape);
        return made;
    }
}
