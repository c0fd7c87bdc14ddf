using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Makes an average over all points of a window one over those that count.</summary>
internal static class AverageCounts
{
    /// <summary>For each place, the points of the window over those that count: those of the image, or of its padding too.</summary>
    public static LiteRtTensor Factors(NodeConversion node, Window window, bool countsPadding)
    {
        long[] pads = node.Node.Integers("pads") is { Length: 4 } given ? given : [0, 0, 0, 0];
        float[] rows = Along(window.Output.Y, window.Kernel.Y, window.Stride.Y, window.Before.Y, window.Input.Y, countsPadding ? ((int)pads[0], (int)pads[2]) : (0, 0));
        float[] columns = Along(window.Output.X, window.Kernel.X, window.Stride.X, window.Before.X, window.Input.X, countsPadding ? ((int)pads[1], (int)pads[3]) : (0, 0));
        float[] factors = [.. rows.SelectMany(row => columns.Select(column => row * column))];
        return node.File.AddConstant<float>($"{node.Name}/counts", factors, [1, rows.Length, columns.Length, 1]);
    }

    private static float[] Along(int places, int kernel, int stride, int before, int size, (int Before, int After) counted) => [.. Enumerable.Range(0, places).Select(place =>
    {
        int start = (place * stride) - before;
        int count = Math.Min(start + kernel, size + counted.After) - Math.Max(start, -counted.Before);
        return kernel / (float)count;
    })];
}
