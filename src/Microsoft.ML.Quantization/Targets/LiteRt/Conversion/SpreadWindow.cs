using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>A pool whose window has gaps, which the format's pools have not: for each point of the window all values that it reads, joined along height, then along width.</summary>
internal static class SpreadWindow
{
    public static LiteRtTensor Join(NodeConversion node, LiteRtTensor padded, Window window, Func<LiteRtTensor, LiteRtTensor, LiteRtTensor> join)
    {
        var rows = Join(node, padded, 1, window.Kernel.Y, window.Dilation.Y, window.Stride.Y, window.Output.Y, join);
        return Join(node, rows, 2, window.Kernel.X, window.Dilation.X, window.Stride.X, window.Output.X, join);
    }

    private static LiteRtTensor Join(NodeConversion node, LiteRtTensor tensor, int axis, int kernel, int dilation, int stride, int places, Func<LiteRtTensor, LiteRtTensor, LiteRtTensor> join)
    {
        return Enumerable.Range(0, kernel).Select(Read).Aggregate(join);

        LiteRtTensor Read(int point)
        {
            int[] begin = new int[tensor.Shape.Length], size = [.. tensor.Shape], step = [.. tensor.Shape.Select(_ => 1)];
            (begin[axis], size[axis], step[axis]) = (point * dilation, places, stride);
            return MovingForms.Cut(node, tensor, begin, size, step);
        }
    }
}
