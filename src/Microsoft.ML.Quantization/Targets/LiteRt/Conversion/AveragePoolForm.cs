using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>
/// Averages of the points of a window. The format's divide by all points, or by those inside the image where it pads by itself; where the node divides by another number
/// somewhere, or its window has gaps, FP32 makes up for it.
/// </summary>
internal static class AveragePoolForm
{
    /// <summary>Whether the format's average divides as the node does.</summary>
    public static bool TakesIntegers(NodeConversion node)
    {
        var window = PoolForms.Read(node);
        var counts = AverageCounts.Read(node, window);
        return !window.HasGaps && (counts.AreWhole || DividesBySame(window, counts));
    }

    public static LiteRtTensor Write(NodeConversion node)
    {
        var window = PoolForms.Read(node);
        var counts = AverageCounts.Read(node, window);
        var steps = new FloatSteps(node);
        if (window.HasGaps)
        {
            var sum = SpreadWindow.Join(node, Padding.For(node, ImageView.Input(node), window, mayBeSame: false).Tensor, window, steps.Add);
            return ImageView.Back(node, steps.Mul(sum, counts.Factors(node, 1)));
        }

        bool isSame = DividesBySame(window, counts);
        var made = PoolForms.Pool(node, LiteRtCode.AveragePool2D, window, 0, mayBeSame: isSame);
        return isSame || counts.AreWhole ? made : Corrected(node, made, counts, window.Kernel.Y * window.Kernel.X);
    }

    private static bool DividesBySame(Window window, AverageCounts counts) => window.IsSame && counts.AreInside;

    private static LiteRtTensor Corrected(NodeConversion node, LiteRtTensor made, AverageCounts counts, int points)
    {
        int[] output = ImageView.Shape(node, node.OutputShape);
        var image = Moves.Reshape(node, made, node.OutputShape, output);
        return ImageView.Back(node, new FloatSteps(node).Mul(image, counts.Factors(node, points)));
    }
}
