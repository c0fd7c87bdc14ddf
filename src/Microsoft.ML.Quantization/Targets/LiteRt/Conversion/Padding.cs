using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Padding, by the window that follows or by an operator of its own.</summary>
internal static class Padding
{
    /// <summary>Pads for a window, where the format's own kinds of padding do not do it.</summary>
    /// <returns>The tensor to read, and the kind of padding that is left to the operator.</returns>
    public static (LiteRtTensor Tensor, byte Kind) For(NodeConversion node, LiteRtTensor tensor, Window window, float value = 0, bool mayBeSame = true)
    {
        if (window.IsSame && mayBeSame)
        {
            return (tensor, OperatorOptions.Same);
        }

        var after = new Stride(Math.Max(window.After.Y, 0), Math.Max(window.After.X, 0));
        return window.HasPadding
            ? (Pad(node, tensor, [0, window.Before.Y, window.Before.X, 0], [0, after.Y, after.X, 0], value), OperatorOptions.Valid)
            : (tensor, OperatorOptions.Valid);
    }

    public static LiteRtTensor Write(NodeConversion node)
    {
        int[] shape = node.InputShape(0);
        long[] pads = node.Integers(1) ?? node.Node.Integers("pads") ?? throw node.Refused("its sizes are not constant");
        long[] axes = node.Integers(3) ?? [.. Enumerable.Range(0, shape.Length).Select(axis => (long)axis)];
        int[] before = new int[shape.Length], after = new int[shape.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = (int)(axes[i] < 0 ? axes[i] + shape.Length : axes[i]);
            (before[axis], after[axis]) = ((int)pads[i], (int)pads[i + axes.Length]);
        }

        (before, after) = (Layout.Shape(before), Layout.Shape(after));
        var tensor = Cropped(node, node.Input(0), before, after);
        (before, after) = (Array.ConvertAll(before, Positive), Array.ConvertAll(after, Positive));
        string mode = node.Node.Text("mode", "constant");
        return mode switch
        {
            "constant" => Pad(node, tensor, before, after, node.Floats(2)?[0] ?? node.Node.Real("value", 0)),
            "reflect" => Emit(node, LiteRtCode.MirrorPad, [tensor], before, after, OperatorOptions.MirrorPad),
            "edge" => Repeated(node, tensor, before, after, (place, size) => Math.Clamp(place, 0, size - 1)),
            "wrap" => Repeated(node, tensor, before, after, (place, size) => ((place % size) + size) % size),
            _ => throw node.Refused($"the format has no padding of mode {mode}"),
        };
    }

    private static int Positive(int size) => Math.Max(size, 0);

    /// <summary>What is left where sizes are negative, which cut values off.</summary>
    private static LiteRtTensor Cropped(NodeConversion node, LiteRtTensor tensor, int[] before, int[] after)
    {
        int[] begin = Array.ConvertAll(before, size => Positive(-size));
        return MovingForms.Cut(node, tensor, begin, [.. tensor.Shape.Select((size, i) => size - begin[i] - Positive(-after[i]))]);
    }

    /// <summary>Padding with values of the tensor, each by the place that it would have and the size along that dimension.</summary>
    private static LiteRtTensor Repeated(NodeConversion node, LiteRtTensor tensor, int[] before, int[] after, Func<int, int, int> source)
    {
        for (int axis = 0; axis < before.Length; axis++)
        {
            int size = tensor.Shape[axis], first = before[axis], all = first + size + after[axis];
            tensor = all == size ? tensor : Moves.Gather(node, tensor, axis, [.. Enumerable.Range(0, all).Select(place => source(place - first, size))]);
        }

        return tensor;
    }

    private static LiteRtTensor Pad(NodeConversion node, LiteRtTensor tensor, int[] before, int[] after, float value) => value == 0
        ? Emit(node, LiteRtCode.Pad, [tensor], before, after, OperatorOptions.Pad)
        : Emit(node, LiteRtCode.PadV2, [tensor, Value(node, tensor, value)], before, after, OperatorOptions.PadV2);

    /// <summary>The value at the tensor's scale, at the nearest end of its range where it is outside.</summary>
    private static LiteRtTensor Value(NodeConversion node, LiteRtTensor tensor, float value)
    {
        if (tensor.Quantization is not { } quantization)
        {
            return node.File.AddConstant<float>($"{node.Name}/value", [Math.Clamp(value, float.MinValue, float.MaxValue)], []);
        }

        double steps = Math.Round((value / (double)quantization.Scales[0]) + quantization.ZeroPoint, MidpointRounding.ToEven);
        return node.File.AddConstant<sbyte>($"{node.Name}/value", [(sbyte)Math.Clamp(steps, sbyte.MinValue, sbyte.MaxValue)], [], quantization);
    }

    private static LiteRtTensor Emit(NodeConversion node, LiteRtCode code, LiteRtTensor[] inputs, int[] before, int[] after, OperatorOptions options)
    {
        var made = node.Between("padded", [.. inputs[0].Shape.Select((size, i) => before[i] + size + after[i])], inputs[0]);
        int[] pairs = [.. before.Zip(after).SelectMany(pair => new[] { pair.First, pair.Second })];
        var sizes = node.File.AddConstant<int>($"{node.Name}/padding", pairs, [before.Length, 2]);
        node.File.Emit(code, [inputs[0], sizes, .. inputs[1..]], made, options);
        return made;
    }
}
