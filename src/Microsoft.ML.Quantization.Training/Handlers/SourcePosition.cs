using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Where a position of a resized axis lies on the original one. In float, as in ONNX Runtime: a half rounds as it does there.</summary>
internal static class SourcePosition
{
    public static float Map(OperatorCall call, ResizedAxis axis, float position) => call.Node.Text("coordinate_transformation_mode", "half_pixel") switch
    {
        "half_pixel" => HalfPixel(axis, position),
        "pytorch_half_pixel" => axis.Size > 1 ? HalfPixel(axis, position) : 0,
        "half_pixel_symmetric" => Symmetric(axis) + HalfPixel(axis, position),
        "asymmetric" => position / axis.Scale,
        "align_corners" => axis.Size == 1 ? 0 : position * (axis.InputSize - 1) / (axis.Size - 1),
        var other => throw call.NotSupported($"coordinate_transformation_mode '{other}'"),
    };

    public static long Nearest(OperatorCall call, float position) => (long)(call.Node.Text("nearest_mode", "round_prefer_floor") switch
    {
        "round_prefer_floor" => MathF.Ceiling(position - 0.5f),
        "round_prefer_ceil" => MathF.Floor(position + 0.5f),
        "floor" => MathF.Floor(position),
        "ceil" => MathF.Ceiling(position),
        var other => throw call.NotSupported($"nearest_mode '{other}'"),
    });

    private static float HalfPixel(ResizedAxis axis, float position) => ((position + 0.5f) / axis.Scale) - 0.5f;

    // Half of what rounding the size has taken off the end goes to the beginning.
    private static float Symmetric(ResizedAxis axis) => axis.InputSize / 2f * (1 - (axis.Size / (axis.Scale * axis.InputSize)));
}
