using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>An axis that Resize changes.</summary>
internal readonly record struct ResizedAxis(int Axis, long InputSize, long Size, float Scale)
{
    /// <summary>The axes that a node resizes, from its scales or its sizes.</summary>
    public static IEnumerable<ResizedAxis> Read(OperatorCall call, long[] shape)
    {
        int[] axes = call.Node.Integers("axes") is { } some
            ? Array.ConvertAll(some, axis => (int)(axis < 0 ? axis + shape.Length : axis))
            : [.. Enumerable.Range(0, shape.Length)];
        var resized = call.Optional(2) is { } scales && scales.numel() > 0
            ? ByScales(axes, shape, [.. scales.cpu().data<float>()])
            : BySizes(call, axes, shape, call.Integers(3));
        return resized.Where(axis => axis.Size != axis.InputSize || axis.Scale != 1);
    }

    private static IEnumerable<ResizedAxis> ByScales(int[] axes, long[] shape, float[] scales) =>
        axes.Zip(scales, (axis, scale) => new ResizedAxis(axis, shape[axis], (long)(shape[axis] * scale), scale));

    private static IEnumerable<ResizedAxis> BySizes(OperatorCall call, int[] axes, long[] shape, long[] sizes)
    {
        var stretched = axes.Zip(sizes, (axis, size) => Stretched(axis, shape[axis], IsRow(call, axis, size) ? call.Rows : size)).ToArray();
        return call.Node.Text("keep_aspect_ratio_policy", "stretch") switch
        {
            "stretch" => stretched,
            _ when call.Node.Integers("axes")?.Any(axis => axis < 0) == true => throw call.NotSupported("keep_aspect_ratio_policy with axes counted from the end"),
            "not_larger" => stretched.Select(axis => axis.Scaled(stretched.Min(other => other.Scale))),
            "not_smaller" => stretched.Select(axis => axis.Scaled(stretched.Max(other => other.Scale))),
            var other => throw call.NotSupported($"keep_aspect_ratio_policy '{other}'"),
        };
    }

    private static bool IsRow(OperatorCall call, int axis, long size) => axis == 0 && size == 1 && call[0].shape[0] == call.Rows;

    private static ResizedAxis Stretched(int axis, long from, long to) => new(axis, from, to, (float)to / from);

    private ResizedAxis Scaled(float scale) => this with { Size = (long)MathF.Floor((scale * InputSize) + 0.5f), Scale = scale };
}
