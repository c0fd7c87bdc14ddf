using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Means, sums and extremes over dimensions.</summary>
internal static class Reductions
{
    public static LiteRtForm Of(LiteRtCode code) => new(node =>
    {
        int rank = node.InputShape(0).Length;
        long[] axes = node.Integers(1) ?? node.Node.Integers("axes") ?? [];
        return axes.Length == 0 && node.Node.Integer("noop_with_empty_axes", 0) != 0
            ? node.Input(0)
            : Write(node, code, axes.Length > 0 ? axes : [.. Enumerable.Range(0, rank).Select(axis => (long)axis)]);
    });

    public static LiteRtTensor GlobalAverage(NodeConversion node) => Write(node, LiteRtCode.Mean, [.. Enumerable.Range(2, node.InputShape(0).Length - 2).Select(axis => (long)axis)]);

    private static LiteRtTensor Write(NodeConversion node, LiteRtCode code, long[] axes)
    {
        int[] kept = [.. node.InputShape(0)];
        foreach (long axis in axes)
        {
            kept[axis < 0 ? axis + kept.Length : axis] = 1;
        }

        var made = node.Made(Layout.Shape(kept));
        int[] places = [.. axes.Select(axis => Layout.Axis(kept.Length, axis)).Order()];
        node.File.Emit(code, [node.Input(0), node.Numbers("axes", places)], made, OperatorOptions.Reduction(keepsDimensions: true));
        return Moves.Reshape(node, made, kept, node.OutputShape);
    }
}
