using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>The window that a convolution or pool moves, along each dimension behind the channels, with its padding worked out.</summary>
/// <param name="Kernel">Its size.</param>
/// <param name="Strides">How far it moves.</param>
/// <param name="Dilations">How far apart its points are.</param>
/// <param name="Before">The padding in front.</param>
/// <param name="After">The padding behind.</param>
/// <param name="Read">The padding behind that windows read, which is more than there is where the number of places was rounded up.</param>
internal sealed record SpatialWindow(int[] Kernel, int[] Strides, int[] Dilations, int[] Before, int[] After, int[] Read)
{
    public bool IsRoundedUp => Read.Zip(After).Any(pair => pair.First > pair.Second);

    public static SpatialWindow Create(NodeWriter node, int[] kernel)
    {
        int count = kernel.Length;
        int[] input = node.InputShape(0)[2..], output = node.OutputShape[2..];
        int[] strides = List(node, "strides", count, 1), dilations = List(node, "dilations", count, 1), pads = List(node, "pads", 2 * count, 0);
        int[] before = pads[..count], after = pads[count..];
        string automatic = node.Node.Text("auto_pad", "NOTSET");
        int[] read = [.. Enumerable.Range(0, count).Select(i => ((output[i] - 1) * strides[i]) + ((kernel[i] - 1) * dilations[i]) + 1 - input[i])];
        if (automatic is "SAME_UPPER" or "SAME_LOWER")
        {
            int odd = automatic == "SAME_LOWER" ? 1 : 0;
            before = [.. read.Select(all => (Math.Max(all, 0) + odd) / 2)];
            after = [.. read.Select((all, i) => Math.Max(all, 0) - before[i])];
        }

        return new SpatialWindow(kernel, strides, dilations, before, after, [.. read.Select((all, i) => all - before[i])]);
    }

    /// <summary>The padding as the format has it: in front and behind, by dimension.</summary>
    public static int[] Pairs(int[] before, int[] after) => [.. before.Zip(after).SelectMany(pair => new[] { pair.First, pair.Second })];

    private static int[] List(NodeWriter node, string name, int count, int absent) =>
        node.Node.Integers(name) is { Length: > 0 } given ? Array.ConvertAll(given, each => (int)each) : [.. Enumerable.Repeat(absent, count)];
}
