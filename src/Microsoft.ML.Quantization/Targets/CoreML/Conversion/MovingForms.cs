using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>Operators that move or select values.</summary>
internal static class MovingForms
{
    public static MilTensor Reshape(NodeWriter node) => Shaped(node, node.Input(0));

    public static MilTensor Transpose(NodeWriter node)
    {
        int rank = node.Rank;
        int[] order = node.Node.Integers("perm") is { } given ? Array.ConvertAll(given, axis => (int)axis) : [.. Enumerable.Range(0, rank).Reverse()];
        return node.Emit("transpose", ("x", node.Input(0)), ("perm", node.Ints(order)));
    }

    public static MilTensor Concat(NodeWriter node) => node.Emit(
        "concat",
        ("values", [.. Enumerable.Range(0, node.Node.Input.Count).Select(node.Input)]),
        ("axis", [node.Int(node.Axis(node.Node.Integer("axis", 0)))]),
        ("interleave", [node.Flag(false)]));

    public static MilTensor Slice(NodeWriter node)
    {
        int[] shape = node.InputShape(0), size = node.OutputShape;
        int[] begin = new int[shape.Length], step = [.. shape.Select(_ => 1)];
        long[] starts = node.Integers(1)!, axes = node.Integers(3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = node.Integers(4) ?? [.. starts.Select(_ => 1L)];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = node.Axis(axes[i]);
            if (steps[i] < 1)
            {
                throw node.Refused("it goes backwards");
            }

            begin[axis] = (int)Math.Clamp(starts[i] < 0 ? starts[i] + shape[axis] : starts[i], 0, shape[axis]);
            step[axis] = (int)Math.Min(steps[i], int.MaxValue);
        }

        int[] end = [.. begin.Select((start, i) => Math.Min(start + ((size[i] - 1) * step[i]) + 1, shape[i]))];
        return node.Emit("slice_by_index", ("x", node.Input(0)), ("begin", node.Ints(begin)), ("end", node.Ints(end)), ("stride", node.Ints(step)));
    }

    public static MilTensor[] Split(NodeWriter node)
    {
        if (node.Node.Output.Contains(""))
        {
            throw node.Refused("one of its outputs has no name");
        }

        int axis = node.Axis(node.Node.Integer("axis", 0));
        var parts = Enumerable.Range(0, node.Node.Output.Count).Select(node.Made).ToArray();
        node.Values.Program.Emit("split", parts, ("x", [node.Input(0)]), ("split_sizes", [node.Ints([.. parts.Select(part => part.Shape[axis])])]), ("axis", [node.Int(axis)]));
        return parts;
    }

    public static MilTensor Pad(NodeWriter node)
    {
        int rank = node.Rank;
        long[] pads = node.Integers(1) ?? throw node.Refused("its sizes are not constant");
        long[] axes = node.Integers(3) ?? [.. Enumerable.Range(0, rank).Select(axis => (long)axis)];
        int[] pairs = new int[2 * rank];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = node.Axis(axes[i]);
            (pairs[2 * axis], pairs[(2 * axis) + 1]) = ((int)pads[i], (int)pads[i + axes.Length]);
        }

        string mode = node.Node.Text("mode", "constant") switch { "constant" => "constant", "reflect" => "reflect", "edge" => "replicate", string other => throw node.Refused($"the format has no padding of mode {other}") };
        int first = Array.FindIndex(pairs, pad => pad != 0) / 2;
        return pairs.Any(pad => pad < 0) ? throw node.Refused("it cuts values off")
            : Array.TrueForAll(pairs, pad => pad == 0) ? node.Input(0)
            : mode != "constant" && rank - first > 2 ? throw node.Refused($"the format pads by {mode} along the last two dimensions alone")
            : node.Emit("pad", ("x", node.Input(0)), ("pad", node.Ints(pairs[(2 * first)..])), ("mode", node.Text(mode)), ("constant_val", node.Real(mode == "constant" ? node.Floats(2)?[0] ?? 0 : 0)));
    }

    public static MilTensor Gather(NodeWriter node)
    {
        int axis = node.Axis(node.Node.Integer("axis", 0));
        int[] shape = [.. node.InputShape(0)];
        int[] places = Array.ConvertAll(node.Integers(1)!, place => (int)(place < 0 ? place + shape[axis] : place));
        shape[axis] = places.Length;
        return Shaped(node, node.Between("chosen", shape, "gather", ("x", node.Input(0)), ("indices", node.Ints(places)), ("axis", node.Int(axis))));
    }

    public static MilTensor Tile(NodeWriter node) => Tiled(node, node.Input(0), Array.ConvertAll(node.Integers(1)!, times => (int)times));

    public static MilTensor Expand(NodeWriter node)
    {
        int[] from = node.InputShape(0), to = node.OutputShape, whole = [.. Enumerable.Repeat(1, to.Length - from.Length), .. from];
        var x = from.Length == to.Length ? node.Input(0) : node.Between("deep", whole, "reshape", ("x", node.Input(0)), ("shape", node.Ints(whole)));
        return Tiled(node, x, [.. to.Zip(whole, (wanted, has) => wanted / has)]);
    }

    /// <summary>Both orders of the channels have an operation of their own.</summary>
    public static MilTensor DepthToSpace(NodeWriter node)
    {
        var block = node.Int((int)node.Node.Integer("blocksize", 1));
        return node.Node.Text("mode", "DCR") == "CRD" ? node.Emit("pixel_shuffle", ("x", node.Input(0)), ("upscale_factor", block)) : node.Emit("depth_to_space", ("x", node.Input(0)), ("block_size", block));
    }

    public static MilTensor SpaceToDepth(NodeWriter node) => node.Emit("space_to_depth", ("x", node.Input(0)), ("block_size", node.Int((int)node.Node.Integer("blocksize", 1))));

    private static MilTensor Tiled(NodeWriter node, MilTensor x, int[] times) => node.Emit("tile", ("x", x), ("reps", node.Ints(times)));

    private static MilTensor Shaped(NodeWriter node, MilTensor x) => x.Shape.SequenceEqual(node.OutputShape) ? x : node.Emit("reshape", ("x", x), ("shape", node.Ints(node.OutputShape)));
}
