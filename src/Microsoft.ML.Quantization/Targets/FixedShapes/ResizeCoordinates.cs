using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.FixedShapes;

/// <summary>The places that ONNX's Resize reads along one dimension: its definition, which formats with fewer ways are compared with.</summary>
/// <param name="node">The Resize.</param>
/// <param name="factor">The factor of the dimension, which need not be the sizes' quotient.</param>
/// <param name="from">The size before.</param>
/// <param name="to">The size after.</param>
internal sealed class ResizeCoordinates(NodeProto node, double factor, int from, int to)
{
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
