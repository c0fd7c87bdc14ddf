using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Pools over images and sequences.</summary>
internal static class PoolForms
{
    public static LiteRtTensor Max(NodeConversion node)
    {
        var window = Read(node);
        return window.HasGaps
            ? ImageView.Back(node, SpreadWindow.Join(node, Padding.For(node, ImageView.Input(node), window, float.NegativeInfinity, mayBeSame: false).Tensor, window, (one, other) => Larger(node, one, other)))
            : Pool(node, LiteRtCode.MaxPool2D, window, float.NegativeInfinity);
    }

    public static LiteRtTensor GlobalMax(NodeConversion node)
    {
        int[] shape = ImageView.Shape(node, node.InputShape(0));
        var size = new Stride(shape[2], shape[3]);
        return Pool(node, LiteRtCode.MaxPool2D, new Window(size, new Stride(1, 1), new Stride(1, 1), default, default, size, new Stride(1, 1)), 0);
    }

    public static LiteRtTensor Pool(NodeConversion node, LiteRtCode code, Window window, float padding, bool mayBeSame = true)
    {
        var (tensor, kind) = Padding.For(node, ImageView.Input(node), window, padding, mayBeSame);
        var made = node.Between("pooled", ImageView.Made(node), tensor);
        node.File.Emit(code, [tensor], made, OperatorOptions.Pool(kind, window.Stride, window.Kernel));
        return ImageView.Back(node, made);
    }

    public static Window Read(NodeConversion node)
    {
        long[] kernel = node.Node.Integers("kernel_shape")!;
        return Window.Read(node, new Stride(kernel.Length > 1 ? (int)kernel[0] : 1, (int)kernel[^1]));
    }

    private static LiteRtTensor Larger(NodeConversion node, LiteRtTensor one, LiteRtTensor other)
    {
        var made = node.Between("larger", one.Shape, one);
        node.File.Emit(LiteRtCode.Maximum, [one, other], made, OperatorOptions.MaximumMinimum);
        return made;
    }
}
