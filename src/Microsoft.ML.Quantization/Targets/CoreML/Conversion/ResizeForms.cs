using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;
using Microsoft.ML.Quantization.Targets.FixedShapes;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>
/// Resizes images. To the nearest pixel by the operation that enlarges by whole factors, or by choosing rows and columns; bilinearly in the way of the format that reads the places
/// that ONNX reads for this size.
/// </summary>
internal static class ResizeForms
{
    private const double Tolerance = 1e-5;

    private const int ImageRank = 4;

    public static MilTensor Write(NodeWriter node)
    {
        int[] from = node.InputShape(0), to = node.OutputShape;
        string mode = node.Node.Text("mode", "nearest");
        if (from.Length != ImageRank || from[0] != to[0] || from[1] != to[1] || mode is not ("nearest" or "linear") || node.Node.Integer("antialias", 0) != 0)
        {
            throw node.Refused("the format resizes the height and width of images, to the nearest pixel or bilinearly");
        }

        return from.SequenceEqual(to) ? node.Input(0) : mode == "nearest" ? Nearest(node, from, to) : Bilinear(node, from, to);
    }

    private static MilTensor Nearest(NodeWriter node, int[] from, int[] to)
    {
        int[] rows = Places(node, 2), columns = Places(node, 3);
        if (Repeats(rows, from[2], to[2]) && Repeats(columns, from[3], to[3]))
        {
            return node.Emit("upsample_nearest_neighbor", ("x", node.Input(0)), ("scale_factor_height", node.Int(to[2] / from[2])), ("scale_factor_width", node.Int(to[3] / from[3])));
        }

        var chosen = node.Between("rows", [.. to[..3], from[3]], "gather", ("x", node.Input(0)), ("indices", node.Ints(rows)), ("axis", node.Int(2)));
        return node.Emit("gather", ("x", chosen), ("indices", node.Ints(columns)), ("axis", node.Int(3)));
    }

    private static MilTensor Bilinear(NodeWriter node, int[] from, int[] to)
    {
        foreach (var (way, place) in Ways)
        {
            if (Matches(node, 2, place) && Matches(node, 3, place))
            {
                return node.Emit("resize_bilinear", ("x", node.Input(0)), ("target_size_height", node.Int(to[2])), ("target_size_width", node.Int(to[3])), ("sampling_mode", node.Text(way)));
            }
        }

        throw node.Refused($"no way of the format reads the pixels that {node.Node.Text("coordinate_transformation_mode", "half_pixel")} reads");
    }

    /// <summary>The format's ways, each with the place in an input of a size that it reads for an output value of so many.</summary>
    private static IEnumerable<(string Way, Func<int, int, int, double> Place)> Ways =>
    [
        ("DEFAULT", (i, from, to) => i * (from / (double)to)),
        ("UNALIGN_CORNERS", (i, from, to) => ((i + 0.5) * (from / (double)to)) - 0.5),
        ("STRICT_ALIGN_CORNERS", (i, from, to) => to > 1 ? i * ((from - 1) / (double)(to - 1)) : 0),
    ];

    private static bool Matches(NodeWriter node, int axis, Func<int, int, int, double> place)
    {
        int from = node.InputShape(0)[axis], to = node.OutputShape[axis];
        var onnx = Coordinates(node, axis);
        return Enumerable.Range(0, to).All(i => Math.Abs(onnx.Clamp(onnx.Place(i)) - onnx.Clamp(place(i, from, to))) < Tolerance);
    }

    private static int[] Places(NodeWriter node, int axis)
    {
        var onnx = Coordinates(node, axis);
        int[] places = [.. Enumerable.Range(0, node.OutputShape[axis]).Select(onnx.Nearest)];
        return places.Contains(-1) ? throw node.Refused($"places by {node.Node.Text("coordinate_transformation_mode", "")} have no form") : places;
    }

    private static bool Repeats(int[] places, int from, int to) => to % from == 0 && places.Select((place, i) => place == i / (to / from)).All(same => same);

    private static ResizeCoordinates Coordinates(NodeWriter node, int axis) =>
        ResizeCoordinates.Along(node.Node, node.Floats(2), node.Integers(3), axis, node.InputShape(0), node.OutputShape);
}
