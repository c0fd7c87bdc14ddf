using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>A tensor that never changes: one of the file, or what exporters derive from one by nodes that ONNX Runtime folds.</summary>
/// <param name="Tensor">The tensor in the file.</param>
/// <param name="Type">The type that it has where it is read.</param>
internal sealed record ConstantValue(TensorProto Tensor, int Type)
{
    private static readonly HashSet<string> Same = new(["Identity", "Reshape", "Squeeze", "Unsqueeze", "Flatten"], StringComparer.Ordinal);

    public long Count => Tensor.Dims.Aggregate(1L, (product, size) => product * size);

    /// <returns>The constant; <see langword="null"/> where the tensor is computed from others than constants.</returns>
    public static ConstantValue? Find(string tensor, GraphIndex index)
    {
        int? type = null;

        // A file may hold as many such nodes in a row as it likes, but no circle: the order of nodes was checked.
        while (true)
        {
            if (index.Initializer(tensor) is { } initializer)
            {
                return new ConstantValue(initializer, type ?? initializer.DataType);
            }

            switch (index.Producer(tensor))
            {
                case { OpType: "Constant" } node:
                    return node.Find("value")?.T is { } value ? new ConstantValue(value, type ?? value.DataType) : null;
                case { OpType: "Cast", Input.Count: > 0 } cast:
                    type ??= (int)cast.Integer("to", 0);
                    tensor = cast.Input[0];
                    break;
                case { } node when Same.Contains(node.OpType) && node.Input.Count > 0:
                    tensor = node.Input[0];
                    break;
                default:
                    return null;
            }
        }
    }
}
