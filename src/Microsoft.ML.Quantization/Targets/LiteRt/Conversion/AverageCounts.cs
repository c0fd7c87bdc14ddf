using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Makes an average over all points of a window one over those that count.</summary>
internal static class AverageCounts
{
    /// <summary>For each place, the points of the window over those that count: those of the image.</summary>
    public static LiteRtTensor Factors(NodeConversion node, Window window)
    {
        float[] rows = Along(window.Output.Y, window.Kernel.Y, window.Stride.Y, window.Before.Y, window.Input.Y);
        float[] columns = Along(window.Output.X, window.Kernel.X, window.Stride.X, window.Before.X, window.Input.X);
        float[] factors = [.. rows.SelectMany(row => columns.Select(column => row * column))];
        return node.File.AddConstant<float>($"{node.Name}/counts", factors, [1, rows.Length, columns.Length, 1]);
    }

    private static float[] Along(int places, int kernel, int stride, int before, int size) => [.. Enumerable.Range(0, places).Select(place =>
    {
        int start = (place * stride) - before;
        int count = Math.Min(start + kernel, size) - Math.Max(start, 0);
        return kernel / (float)count;
    })];
}
