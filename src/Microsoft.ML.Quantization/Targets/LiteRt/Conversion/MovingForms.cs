using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Operators that move or select values: the output has the scale of the input.</summary>
internal static class MovingForms
{
    public static LiteRtTensor Reshape(NodeConversion node) => Moves.Reshape(node, node.Input(0), node.InputShape(0), node.OutputShape);

    public static LiteRtTensor Transpose(NodeConversion node)
    {
        int rank = node.InputShape(0).Length;
        int[] order = [.. (node.Node.Integers("perm") ?? [.. Enumerable.Range(0, rank).Reverse().Select(axis => (long)axis)]).Select(axis => (int)axis)];
        return Moves.Transpose(node, node.Input(0), rank == Layout.ImageRank ? [.. Layout.FromOnnx.Select(axis => Layout.ToOnnx[order[axis]])] : order);
    }

    public static LiteRtTensor Concat(NodeConversion node)
    {
        var inputs = Enumerable.Range(0, node.Inputs).Select(i => node.AtResultScale(node.Input(i))).ToArray();
        var made = node.Made();
        node.File.Emit(LiteRtCode.Concatenation, inputs, made, OperatorOptions.Concatenation(Layout.Axis(node.OutputShape.Length, node.Node.Integer("axis", 0))));
        return made;
    }

    public static LiteRtTensor Slice(NodeConversion node)
    {
        int[] shape = node.InputShape(0), size = node.OutputShape, begin = new int[shape.Length], step = [.. shape.Select(_ => 1)];
        long[] starts = node.Integers(1)!, axes = node.Integers(3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = node.Integers(4) ?? [.. starts.Select(_ => 1L)];
        var tensor = node.Input(0);
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = (int)(axes[i] < 0 ? axes[i] + shape.Length : axes[i]);
            int start = (int)Math.Clamp(starts[i] < 0 ? starts[i] + shape[axis] : starts[i], 0, shape[axis] - (steps[i] < 0 ? 1 : 0));
            if (steps[i] < 0)
            {
                tensor = Moves.Gather(node, tensor, Layout.Axis(shape.Length, axis), [.. Enumerable.Range(0, size[axis]).Select(place => (int)(start + (place * steps[i])))]);
            }
            else
            {
                (begin[axis], step[axis]) = (start, (int)Math.Min(steps[i], int.MaxValue));
            }
        }

        return Cut(node, tensor, Layout.Shape(begin), Layout.Shape(size), Layout.Shape(step));
    }

    /// <summary>A part of a tensor, by dimensions of the file.</summary>
    public static LiteRtTensor Cut(NodeConversion node, LiteRtTensor tensor, int[] begin, int[] size, int[]? step = null)
    {
        if (size.Contains(0))
        {
            throw node.Refused("it makes a tensor without values");
        }

        if (size.SequenceEqual(tensor.Shape))
        {
            return tensor;
        }

        var made = node.Between("cut", size, tensor);
        var first = node.Numbers("begin", begin);
        if (step == null || Array.TrueForAll(step, each => each == 1))
        {
            node.File.Emit(LiteRtCode.Slice, [tensor, first, node.Numbers("size", size)], made, OperatorOptions.Slice);
            return made;
        }

        int[] end = [.. begin.Select((start, i) => Math.Min(start + ((size[i] - 1) * step[i]) + 1, tensor.Shape[i]))];
        node.File.Emit(LiteRtCode.StridedSlice, [tensor, first, node.Numbers("end", end), node.Numbers("steps", step)], made, OperatorOptions.StridedSlice);
        return made;
    }

    /// <summary>The order of channels is that of <c>DCR</c> in the file; where each block makes one channel, that of <c>CRD</c> is the same.</summary>
    public static LiteRtTensor DepthToSpace(NodeConversion node)
    {
        int block = (int)node.Node.Integer("blocksize", 1), channels = node.OutputShape[1];
        var input = node.Input(0);
        if (channels > 1 && node.Node.Text("mode", "DCR") == "CRD")
        {
            int[] order = [.. Enumerable.Range(0, channels * block * block).Select(place => (place % channels * block * block) + (place / channels))];
            var ordered = node.Between("ordered", input.Shape, input);
            node.File.Emit(LiteRtCode.Gather, [input, node.Numbers("channels", order)], ordered, OperatorOptions.Gather(Layout.ImageRank - 1));
            input = ordered;
        }

        var made = node.Between("spread", Layout.Shape(node.OutputShape), input);
        node.File.Emit(LiteRtCode.DepthToSpace, [input], made, OperatorOptions.DepthToSpace(block));
        return made;
    }
}
