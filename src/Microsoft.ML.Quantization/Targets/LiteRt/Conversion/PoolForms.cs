using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Pools over images.</summary>
internal static class PoolForms
{
    public static LiteRtTensor Max(NodeConversion node)
    {
        var window = Read(node);
        if (window.Dilation != new Stride(1, 1))
        {
            throw node.Refused("a pool with gaps has no form");
        }

        return Pool(node, LiteRtCode.MaxPool2D, window, float.NegativeInfinity);
    }

    public static LiteRtTensor Average(NodeConversion node)
    {
        var window = Read(node);
        bool countsPadding = CountsPadding(node);
        if (countsPadding && node.Node.Integer("ceil_mode", 0) != 0 && window.HasPadding)
        {
            throw node.Refused("its average counts the padding in a way of its own where sizes are rounded up");
        }

        return CountsAlike(node, window)
            ? Pool(node, LiteRtCode.AveragePool2D, window, 0, mayBeSame: !countsPadding)
            : new FloatSteps(node).Mul(Pool(node, LiteRtCode.AveragePool2D, window, 0, mayBeSame: false), AverageCounts.Factors(node, window));
    }

    /// <summary>Whether the format's average counts the padding as the node does; where not, FP32 makes up for it.</summary>
    public static bool CountsAlike(NodeConversion node) => CountsAlike(node, Read(node));

    private static bool CountsAlike(NodeConversion node, Window window) => !window.HasPadding || (CountsPadding(node) ? node.Node.Integer("ceil_mode", 0) == 0 : window.IsSame);

    private static bool CountsPadding(NodeConversion node) => node.Node.Integer("count_include_pad", 0) != 0;

    public static LiteRtTensor GlobalMax(NodeConversion node)
    {
        int[] shape = node.InputShape(0);
        Image(node, shape);
        var size = new Stride(shape[2], shape[3]);
        return Pool(node, LiteRtCode.MaxPool2D, new Window(size, new Stride(1, 1), new Stride(1, 1), default, default, size, new Stride(1, 1)), 0);
    }

    private static LiteRtTensor Pool(NodeConversion node, LiteRtCode code, Window window, float padding, bool mayBeSame = true)
    {
        var (tensor, kind) = Padding.For(node, node.Input(0), window, padding, mayBeSame);
        var made = node.Between("pooled", Layout.Shape(node.OutputShape), tensor);
        node.File.Emit(code, [tensor], made, OperatorOptions.Pool(kind, window.Stride, window.Kernel));
        return made;
    }

    private static Window Read(NodeConversion node)
    {
        Image(node, node.InputShape(0));
        long[] kernel = node.Node.Integers("kernel_shape")!;
        return Window.Read(node, new Stride((int)kernel[0], (int)kernel[1]));
    }

    private static void Image(NodeConversion node, int[] shape)
    {
        if (shape.Length != Layout.ImageRank)
        {
            throw node.Refused($"the format pools over images, but its input has {shape.Length} dimensions");
        }
    }
}
