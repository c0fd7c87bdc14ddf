using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.FixedShapes;

/// <summary>The places that ONNX's Resize reads along one dimension: its definition, which formats with fewer ways are compared with.</summary>
/// <param name="node">The Resize.</param>
/// <param name="factor">The factor of the dimension, which need not be the sizes' quotient.</param>
/// <param name="from">The size before.</param>
/// <param name="to">The size after.</param>
internal sealed class ResizeCoordinates(NodeProto node, double factor, int from, int to)
{
    /// <param name="node">The Resize.</param>
    /// <param name="factors">Its factors; <see langword="null"/> or none where it has sizes.</param>
    /// <param name="sizes">Its sizes; <see langword="null"/> where it has factors.</param>
    /// <param name="axis">The dimension.</param>
    /// <param name="from">The shape before.</param>
    /// <param name="to">The shape after.</param>
    public static ResizeCoordinates Along(NodeProto node, float[]? factors, long[]? sizes, int axis, int[] from, int[] to)
    {
        int[] axes = [.. (node.Integers("axes") ?? [.. Enumerable.Range(0, from.Length).Select(each => (long)each)]).Select(each => (int)(each < 0 ? each + from.Length : each))];
        int place = Array.IndexOf(axes, axis);
        double factor = place < 0 ? 1
            : factors is { Length: > 0 } ? factors[place]
            : sizes == null ? to[axis] / (double)from[axis]
            : node.Text("keep_aspect_ratio_policy", "stretch") switch
            {
                "not_larger" => axes.Zip(sizes, (each, size) => size / (double)from[each]).Min(),
                "not_smaller" => axes.Zip(sizes, (each, size) => size / (double)from[each]).Max(),
                _ => to[axis] / (double)from[axis],
            };
        return new ResizeCoordinates(node, factor, from[axis], to[axis]);
    }

    /// <summary>The place in the input, a real number, that an output value is made from.</summary>
    public double Place(int i) => node.Text("coordinate_transformation_mode", "half_pixel") switch
    {
        "half_pixel" => ((i + 0.5) / factor) - 0.5,
        "pytorch_half_pixel" => to > 1 ? ((i + 0.5) / factor) - 0.5 : 0,
        "align_corners" => to > 1 ? i * (from - 1) / (double)(to - 1) : 0,
        "asymmetric" => i / factor,
        "half_pixel_symmetric" => (from * 0.5 * (1 - (to / (factor * from)))) + ((i + 0.5) / factor) - 0.5,
        _ => double.NaN,
    };

    /// <summary>The place that is read to the nearest, inside of the input.</summary>
    public int Nearest(int i)
    {
        double place = Place(i), nearest = node.Text("nearest_mode", "round_prefer_floor") switch
        {
            "round_prefer_floor" => Math.Ceiling(place - 0.5),
            "round_prefer_ceil" => Math.Floor(place + 0.5),
            "floor" => Math.Floor(place),
            _ => Math.Ceiling(place),
        };
        return double.IsNaN(nearest) ? -1 : (int)Clamp(nearest);
    }

    /// <summary>A place, inside of the input.</summary>
    public double Clamp(double place) => Math.Clamp(place, 0, from - 1);
}
