using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.FixedShapes;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>
/// Resizes. ONNX has more ways to tell which pixels a new one is made from than the format, which has three for images: the one is taken that reads the same pixels for this
/// size. Where none does, the nearest values are gathered, and others are weighted in FP32.
/// </summary>
internal static class ResizeForms
{
    private const double Tolerance = 1e-5;

    private static readonly (bool AlignCorners, bool HalfPixels)[] Ways = [(false, false), (false, true), (true, false)];

    public static LiteRtTensor Write(NodeConversion node)
    {
        int[] from = node.InputShape(0), to = node.OutputShape;
        if (node.Node.Integer("antialias", 0) != 0 || node.Node.Text("coordinate_transformation_mode", "") == "tf_crop_and_resize")
        {
            throw node.Refused("resizing with a filter or of a part has no form");
        }

        if (from.SequenceEqual(to) && Changed(node).Length == 0)
        {
            return node.Input(0);
        }

        return Way(node) is { } way ? Image(node, way) : IsNearest(node) ? Nearest(node) : Weighted(node);
    }

    /// <summary>Whether it resizes INT8 values, or is made up of weights in FP32.</summary>
    public static bool TakesIntegers(NodeConversion node) => IsNearest(node) || Changed(node).Length == 0 || Way(node) != null;

    private static LiteRtTensor Image(NodeConversion node, (bool AlignCorners, bool HalfPixels) way)
    {
        int[] to = node.OutputShape;
        bool isNearest = IsNearest(node);
        var input = node.Input(0);
        var made = node.Between("resized", Layout.Shape(to), input);
        node.File.Emit(
            isNearest ? LiteRtCode.ResizeNearestNeighbor : LiteRtCode.ResizeBilinear,
            [input, node.Numbers("size", to[2], to[3])],
            made,
            isNearest ? OperatorOptions.ResizeNearest(way.AlignCorners, way.HalfPixels) : OperatorOptions.ResizeBilinear(way.AlignCorners, way.HalfPixels));
        return made;
    }

    private static LiteRtTensor Nearest(NodeConversion node)
    {
        var tensor = node.Input(0);
        foreach (int axis in Changed(node))
        {
            tensor = Moves.Gather(node, tensor, Layout.Axis(node.InputShape(0).Length, axis), Places(node, axis));
        }

        return tensor;
    }

    private static LiteRtTensor Weighted(NodeConversion node)
    {
        var tensor = node.Input(0);
        int rank = node.InputShape(0).Length;
        var steps = new FloatSteps(node);
        foreach (int axis in Changed(node))
        {
            int place = Layout.Axis(rank, axis), size = node.OutputShape[axis];
            var weights = ResizeWeights.Create(node.Node, Coordinates(node, axis), node.InputShape(0)[axis], size);
            int[] shape = [.. Enumerable.Range(0, rank).Select(other => other == place ? size : 1)];
            var source = tensor;
            tensor = weights.Places.Zip(weights.Weights, (places, counts) =>
                steps.Mul(Moves.Gather(node, source, place, places), node.File.AddConstant<float>($"{node.Name}/weights", counts, shape))).Aggregate(steps.Add);
        }

        return tensor;
    }

    /// <summary>The dimensions along which it gives other values than it reads.</summary>
    private static int[] Changed(NodeConversion node)
    {
        int[] from = node.InputShape(0), to = node.OutputShape;
        return [.. Enumerable.Range(0, from.Length).Where(axis => from[axis] != to[axis] || !Enumerable.Range(0, to[axis]).All(i => IsNearest(node) ? Places(node, axis)[i] == i : Coordinates(node, axis).Place(i) == i))];
    }

    private static (bool AlignCorners, bool HalfPixels)? Way(NodeConversion node)
    {
        int[] changed = Changed(node);
        return node.InputShape(0).Length != Layout.ImageRank || Array.Exists(changed, axis => axis < 2) || node.Node.Text("mode", "nearest") == "cubic"
            ? null
            : Ways.Where(way => Matches(node, 2, way) && Matches(node, 3, way)).Select(way => ((bool, bool)?)way).FirstOrDefault();
    }

    private static bool Matches(NodeConversion node, int axis, (bool AlignCorners, bool HalfPixels) way)
    {
        int from = node.InputShape(0)[axis], to = node.OutputShape[axis];
        bool isNearest = IsNearest(node);
        var onnx = Coordinates(node, axis);
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

    private static bool IsNearest(NodeConversion node) => node.Node.Text("mode", "nearest") == "nearest";

    private static int[] Places(NodeConversion node, int axis) => [.. Enumerable.Range(0, node.OutputShape[axis]).Select(Coordinates(node, axis).Nearest)];

    private static ResizeCoordinates Coordinates(NodeConversion node, int axis) =>
        ResizeCoordinates.Along(node.Node, node.Floats(2), node.Integers(3), axis, node.InputShape(0), node.OutputShape);
}
