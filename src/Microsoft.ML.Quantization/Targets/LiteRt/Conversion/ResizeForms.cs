using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.FixedShapes;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>
/// Resizes images. ONNX has more ways to tell which pixels a new one is made from than the format, which has three: the one is taken that reads the same pixels for this size.
/// </summary>
internal static class ResizeForms
{
    private const double Tolerance = 1e-5;

    private static readonly (bool AlignCorners, bool HalfPixels)[] Ways = [(false, false), (false, true), (true, false)];

    public static LiteRtTensor Write(NodeConversion node)
    {
        int[] from = node.InputShape(0), to = node.OutputShape;
        string mode = node.Node.Text("mode", "nearest");
        if (from.Length != Layout.ImageRank || from[0] != to[0] || from[1] != to[1] || mode is not ("nearest" or "linear") || node.Node.Integer("antialias", 0) != 0)
        {
            throw node.Refused("the format resizes the height and width of images, to the nearest pixel or bilinearly");
        }

        bool isNearest = mode == "nearest";
        foreach (var way in Ways.Where(way => Matches(node, 2, way, isNearest) && Matches(node, 3, way, isNearest)))
        {
            var input = node.Input(0);
            var made = node.Between("resized", Layout.Shape(to), input);
            node.File.Emit(
                isNearest ? LiteRtCode.ResizeNearestNeighbor : LiteRtCode.ResizeBilinear,
                [input, node.Numbers("size", to[2], to[3])],
                made,
                isNearest ? OperatorOptions.ResizeNearest(way.AlignCorners, way.HalfPixels) : OperatorOptions.ResizeBilinear(way.AlignCorners, way.HalfPixels));
            return made;
        }

        throw node.Refused($"no way of the format reads the pixels that {node.Node.Text("coordinate_transformation_mode", "half_pixel")} reads");
    }

    private static bool Matches(NodeConversion node, int axis, (bool AlignCorners, bool HalfPixels) way, bool isNearest)
    {
        int from = node.InputShape(0)[axis], to = node.OutputShape[axis];
        var onnx = new ResizeCoordinates(node.Node, node.Floats(2) is { Length: > 0 } factors ? factors[axis] : to / (double)from, from, to);
        double step = way.AlignCorners && to > 1 ? (from - 1) / (double)(to - 1) : from / (double)to;
        for (int i = 0; i < to; i++)
        {
            double here = way.HalfPixels ? ((i + 0.5) * step) - (isNearest ? 0 : 0.5) : i * step;
            bool same = isNearest
                ? onnx.Nearest(i) == onnx.Clamp(way.AlignCorners ? Math.Round(here, MidpointRounding.AwayFromZero) : Math.Floor(here + (Tolerance * Tolerance)))
                : Math.Abs(onnx.Clamp(onnx.Place(i)) - onnx.Clamp(here)) < Tolerance;
            if (!same)
            {
                return false;
            }
        }

        return true;
    }
}
