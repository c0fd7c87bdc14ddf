using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Operators that compute value by value.</summary>
internal static class ElementwiseForms
{
    private const float SixOfRelu6 = 6;

    public static LiteRtForm Unary(LiteRtCode code, Func<NodeConversion, OperatorOptions>? options = null) => new(node =>
    {
        var made = node.Made();
        node.File.Emit(code, [node.Input(0)], made, options?.Invoke(node));
        return made;
    });

    public static LiteRtForm Binary(LiteRtCode code, OperatorOptions options) => new(node =>
    {
        int rank = node.OutputShape.Length;
        var (left, right) = (Aligned(node, 0, rank), Aligned(node, 1, rank));
        var made = node.Made();
        node.File.Emit(code, [left, right], made, options);
        return made;
    });

    /// <summary>A clip is an activation of the format, or its bounds are applied one by one; on INT8 values the range of the output clips.</summary>
    public static LiteRtTensor Clip(NodeConversion node)
    {
        var (low, high) = Bounds(node);
        if (Activation(low, high) is { } activation)
        {
            var clipped = node.Made();
            node.File.Emit(activation, [node.Input(0)], clipped);
            return clipped;
        }

        return node.IsInteger ? node.AtResultScale(node.Input(0)) : Bound(node, LiteRtCode.Minimum, Bound(node, LiteRtCode.Maximum, node.Input(0), low), high);
    }

    /// <summary>Whether the ends of the output's range clip as much as the bounds do.</summary>
    public static bool IsClippedByRange(NodeConversion node)
    {
        var (low, high) = Bounds(node);
        var result = node.Result!;
        double step = result.Scales[0];
        return Activation(low, high) != null
            || ((sbyte.MinValue - result.ZeroPoint) * step >= low - (step / 2) && (sbyte.MaxValue - result.ZeroPoint) * step <= high + (step / 2));
    }

    private static (float Low, float High) Bounds(NodeConversion node) =>
        (node.Floats(1)?[0] ?? node.Node.Real("min", float.NegativeInfinity), node.Floats(2)?[0] ?? node.Node.Real("max", float.PositiveInfinity));

    private static LiteRtCode? Activation(float low, float high) => (low, high) switch
    {
        (0, SixOfRelu6) => LiteRtCode.Relu6,
        (0, >= float.MaxValue) => LiteRtCode.Relu,
        _ => null,
    };

    public static LiteRtTensor Softmax(NodeConversion node)
    {
        int rank = node.OutputShape.Length;
        if (Layout.Axis(rank, node.Node.Integer("axis", -1)) != rank - 1)
        {
            throw node.Refused("the format's softmax goes along the last dimension, of images along the channels");
        }

        var made = node.Made();
        node.File.Emit(LiteRtCode.Softmax, [node.Input(0)], made, OperatorOptions.Softmax);
        return made;
    }

    /// <summary>A factor and an addend for each channel.</summary>
    public static LiteRtTensor Normalization(NodeConversion node)
    {
        float[] scale = node.Floats(1)!, bias = node.Floats(2)!, mean = node.Floats(3)!, variance = node.Floats(4)!;
        double epsilon = node.Node.Real("epsilon", 1e-5f);
        double[] factors = [.. scale.Select((value, c) => value / Math.Sqrt(variance[c] + epsilon))];
        int[] shape = [.. node.InputShape(0).Select((size, axis) => axis == 1 ? size : 1)];
        var file = node.File;
        var factor = file.AddConstant<float>($"{node.Name}/factor", [.. factors.Select(value => (float)value)], Layout.Shape(shape));
        var addend = file.AddConstant<float>($"{node.Name}/addend", [.. factors.Select((value, c) => (float)(bias[c] - (mean[c] * value)))], Layout.Shape(shape));
        var (scaled, made) = (node.Made(), node.Made());
        file.Emit(LiteRtCode.Mul, [node.Input(0), factor], scaled, OperatorOptions.Mul);
        file.Emit(LiteRtCode.Add, [scaled, addend], made, OperatorOptions.Add);
        return made;
    }

    private static LiteRtTensor Bound(NodeConversion node, LiteRtCode code, LiteRtTensor tensor, float bound)
    {
        if (float.IsInfinity(bound) || MathF.Abs(bound) == float.MaxValue)
        {
            return tensor;
        }

        var made = node.Between(code == LiteRtCode.Maximum ? "raised" : "lowered", tensor.Shape, tensor);
        node.File.Emit(code, [tensor, node.File.AddConstant<float>($"{node.Name}/bound", [bound], [1])], made, OperatorOptions.MaximumMinimum);
        return made;
    }

    /// <summary>An input with as many dimensions as the output, those in front being of one element.</summary>
    private static LiteRtTensor Aligned(NodeConversion node, int input, int rank)
    {
        int[] shape = node.InputShape(input), aligned = [.. Enumerable.Repeat(1, rank - shape.Length), .. shape];
        if (shape.Length == rank)
        {
            return node.Input(input);
        }

        string name = node.Node.Input[input];
        return node.Source.IsConstant(name)
            ? node.File.AddConstant<float>(name, Layout.Permute(node.Floats(input)!, aligned), Layout.Shape(aligned))
            : Moves.Reshape(node, node.Input(input), shape, aligned);
    }
}
