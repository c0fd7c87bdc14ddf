using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>By how many points the averages of a window are divided at each place: the product of those along height and along width.</summary>
/// <param name="rows">By each place along height.</param>
/// <param name="columns">By each place along width.</param>
internal sealed class AverageCounts(AverageCounts.Count[] rows, AverageCounts.Count[] columns)
{
    /// <summary>From this operator set on, what windows that are rounded up read beyond the padding does not count.</summary>
    private const long CountsPaddingAlone = 19;

    /// <summary>Whether all points of the window count everywhere.</summary>
    public bool AreWhole => rows.Concat(columns).All(count => count.Counted == count.Points);

    /// <summary>Whether those inside the image count everywhere, and no others.</summary>
    public bool AreInside => rows.Concat(columns).All(count => count.Counted == count.Inside);

    public static AverageCounts Read(NodeConversion node, Window window)
    {
        bool countsPadding = node.Node.Integer("count_include_pad", 0) != 0, countsAll = node.Source.Opset < CountsPaddingAlone;
        return new AverageCounts(
            Along(window.Output.Y, window.Kernel.Y, window.Dilation.Y, window.Stride.Y, window.Before.Y, window.Input.Y, window.Stated.Y, countsPadding, countsAll),
            Along(window.Output.X, window.Kernel.X, window.Dilation.X, window.Stride.X, window.Before.X, window.Input.X, window.Stated.X, countsPadding, countsAll));
    }

    /// <summary>For each place, a number over the points that count.</summary>
    public LiteRtTensor Factors(NodeConversion node, int points)
    {
        float[] factors = [.. rows.SelectMany(row => columns.Select(column => points / (float)(row.Counted * column.Counted)))];
        return node.File.AddConstant<float>($"{node.Name}/counts", factors, [1, rows.Length, columns.Length, 1]);
    }

    private static Count[] Along(int places, int kernel, int dilation, int stride, int before, int size, int after, bool countsPadding, bool countsAll) => [.. Enumerable.Range(0, places).Select(place =>
    {
        int[] points = [.. Enumerable.Range(0, kernel).Select(point => (place * stride) - before + (point * dilation))];
        int inside = points.Count(point => point >= 0 && point < size);
        return new Count(kernel, inside, !countsPadding ? inside : countsAll ? kernel : points.Count(point => point < size + after));
    })];

    /// <summary>What is known of a place.</summary>
    /// <param name="Points">The points of the window.</param>
    /// <param name="Inside">Those inside the image.</param>
    /// <param name="Counted">Those that the node divides by.</param>
    internal readonly record struct Count(int Points, int Inside, int Counted);
}
