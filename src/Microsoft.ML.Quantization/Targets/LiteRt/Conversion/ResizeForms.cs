using Microsoft.ML.Quantization.Onnx;
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
        double factor = node.Floats(2) is { Length: > 0 } factors ? factors[axis] : to / (double)from;
        double step = way.AlignCorners && to > 1 ? (from - 1) / (double)(to - 1) : from / (double)to;
        for (int i = 0; i < to; i++)
        {
            double onnx = Onnx(node, i, factor, from, to);
            double here = way.HalfPixels ? ((i + 0.5) * step) - (isNearest ? 0 : 0.5) : i * step;
            bool same = isNearest
                ? Clamp(Nearest(node, onnx), from) == Clamp(way.AlignCorners ? Math.Round(here, MidpointRounding.AwayFromZero) : Math.Floor(here + (Tolerance * Tolerance)), from)
                : Math.Abs(Clamp(onnx, from) - Clamp(here, from)) < Tolerance;
            if (!same)
            {
                return false;
            }
        }

        return true;
    }

    private static double Clamp(double place, int size) => Math.Clamp(place, 0, size - 1);

    private static double Onnx(NodeConversion node, int i, double factor, int from, int to) => node.Node.Text("coordinate_transformation_mode", "half_pixel") switch
    {
        "half_pixel" => ((i + 0.5) / factor) - 0.5,
        "pytorch_half_pixel" => to > 1 ? ((i + 0.5) / factor) - 0.5 : 0,
        "align_corners" => to > 1 ? i * (from - 1) / (double)(to - 1) : 0,
        "asymmetric" => i / factor,
        "half_pixel_symmetric" => (from * 0.5 * (1 - (to / (factor * from)))) + ((i + 0.5) / factor) - 0.5,
        _ => double.NaN,
    };

    private static double Nearest(NodeConversion node, double place) => node.Node.Text("nearest_mode", "round_prefer_floor") switch
    {
        "round_prefer_floor" => Math.Ceiling(place - 0.5),
        "round_prefer_ceil" => Math.Floor(place + 0.5),
        "floor" => Math.Floor(place),
        _ => Math.Ceiling(place),
    };
}
