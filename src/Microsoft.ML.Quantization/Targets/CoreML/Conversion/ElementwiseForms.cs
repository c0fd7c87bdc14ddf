using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>Arithmetic value by value.</summary>
internal static class ElementwiseForms
{
    public static CoreMLForm Unary(string operation) => new(node => node.Emit(operation, ("x", node.Input(0))));

    public static CoreMLForm Binary(string operation) => new(node => node.Emit(operation, ("x", node.Input(0)), ("y", node.Input(1))));

    /// <summary>An operation of two values over all inputs in turn.</summary>
    public static CoreMLForm Many(string operation) => new(node =>
    {
        int count = node.Node.Input.Count;
        if (count == 1)
        {
            return node.Input(0);
        }

        var (value, shape) = (node.Input(0), node.InputShape(0));
        for (int i = 1; i < count - 1; i++)
        {
            shape = Broadcast(shape, node.InputShape(i));
            value = node.Between("part", shape, operation, ("x", value), ("y", node.Input(i)));
        }

        return node.Emit(operation, ("x", value), ("y", node.Input(count - 1)));
    });

    public static MilTensor Negated(NodeWriter node) => node.Emit("mul", ("x", node.Input(0)), ("y", node.Real(-1)));

    public static MilTensor Reciprocal(NodeWriter node) => node.Emit("real_div", ("x", node.Real(1)), ("y", node.Input(0)));

    /// <summary>All real numbers have one type in the program.</summary>
    public static MilTensor Cast(NodeWriter node) => node.Source.TypeOf(node.Node.Output[0]) == (int)TensorProto.Types.DataType.Float
        ? node.Input(0)
        : throw node.Refused($"it makes values of type {ElementTypes.Name(node.Source.TypeOf(node.Node.Output[0]))}");

    private static int[] Broadcast(int[] one, int[] other)
    {
        int rank = Math.Max(one.Length, other.Length);
        return [.. Enumerable.Range(1, rank).Select(i => Math.Max(i <= one.Length ? one[^i] : 1, i <= other.Length ? other[^i] : 1)).Reverse()];
    }
}
