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

    public static LiteRtForm Binary(LiteRtCode code, OperatorOptions? options) => new(node =>
    {
        int rank = node.OutputShape.Length;
        var (left, right) = (Aligned(node, 0, rank), Aligned(node, 1, rank));
        var made = node.Made();
        node.File.Emit(code, [left, right], made, options);
        return made;
    });

    /// <summary>Any number of inputs, one after the other, in FP32.</summary>
    public static LiteRtForm Joined(LiteRtCode code, OperatorOptions options) => new LiteRtForm(node =>
    {
        int rank = node.OutputShape.Length;
        var steps = new FloatSteps(node);
        return Enumerable.Range(1, node.Inputs - 1).Aggregate(Aligned(node, 0, rank), (made, input) => steps.Two(code, made, Aligned(node, input, rank), options));
    }).InFloat();

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
    public static LiteRtTensor Aligned(NodeConversion node, int input, int rank)
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
