namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt.Drawn;

/// <summary>Nodes that move a window over an image.</summary>
internal static class RandomWindows
{
    public static void Conv(Draw draw)
    {
        int group = draw.One(1, 1, 2, draw.Channels), outputs = group * draw.Between(1, 3);
        int[] kernel = draw.Two(1, 3);
        draw.Weights("uw", outputs, draw.Channels / group, kernel[0], kernel[1]);
        draw.Weights("ub", outputs);
        draw.Model.Node("Conv", draw.Flip(0.8) ? "t uw ub" : "t uw", "u", [.. Group(draw, group), .. Shape(draw, kernel), .. Window(draw, kernel, mayDilate: true)]);
    }

    public static void ConvTranspose(Draw draw)
    {
        int group = draw.One(1, 1, 2, draw.Channels), outputs = draw.Between(1, 3);
        int[] kernel = draw.Two(1, 4), strides = draw.Two(1, 3), dilations = draw.Flip() ? draw.Two(1, 2) : [1, 1];
        draw.Weights("uw", draw.Channels, outputs, kernel[0], kernel[1]);
        draw.Weights("ub", outputs * group);
        List<(string, object)> attributes = [.. Group(draw, group), .. Shape(draw, kernel), ("strides", strides), ("dilations", dilations)];
        if (draw.Flip(0.4))
        {
            attributes.Add(("output_padding", new[] { draw.Between(0, Math.Max(strides[0], dilations[0]) - 1), draw.Between(0, Math.Max(strides[1], dilations[1]) - 1) }));
        }

        int way = draw.Between(0, 3);
        if (way == 0)
        {
            attributes.Add(("auto_pad", draw.One("SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET")));
        }
        else if (way == 1)
        {
            attributes.Add(("output_shape", new[] { (draw.Height * strides[0]) + draw.Between(-1, 1), (draw.Width * strides[1]) + draw.Between(-1, 1) }));
        }
        else
        {
            attributes.Add(("pads", new[] { draw.Between(0, 2), draw.Between(0, 2), draw.Between(0, 2), draw.Between(0, 2) }));
        }

        draw.Model.Node("ConvTranspose", draw.Flip(0.8) ? "t uw ub" : "t uw", "u", [.. attributes]);
    }

    public static void MaxPool(Draw draw)
    {
        int[] kernel = draw.Two(1, 3);
        draw.Model.Node("MaxPool", "t", "u", [("kernel_shape", kernel), ("ceil_mode", draw.Between(0, 1)), .. Window(draw, kernel, mayDilate: true)]);
    }

    public static void AveragePool(Draw draw)
    {
        int[] kernel = draw.Two(1, 3);
        draw.Model.Node(
            "AveragePool", "t", "u", [("kernel_shape", kernel), ("ceil_mode", draw.Between(0, 1)), ("count_include_pad", draw.Between(0, 1)), .. Window(draw, kernel, mayDilate: draw.Opset >= 19)]);
    }

    /// <summary>Strides, gaps and padding, any of which may be left to the default.</summary>
    public static IEnumerable<(string Name, object Value)> Window(Draw draw, int[] kernel, bool mayDilate)
    {
        if (draw.Flip(0.7))
        {
            yield return ("strides", kernel.Select(_ => draw.Between(1, 3)).ToArray());
        }

        bool dilates = mayDilate && draw.Flip(0.4);
        if (dilates)
        {
            yield return ("dilations", kernel.Select(_ => draw.Between(1, 2)).ToArray());
        }

        // ONNX Runtime pads by itself only for windows without gaps.
        if (dilates || draw.Flip())
        {
            yield return ("pads", kernel.Concat(kernel).Select(size => draw.Between(0, size - 1)).ToArray());
        }
        else if (draw.Flip(0.7))
        {
            yield return ("auto_pad", draw.One("SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"));
        }
    }

    private static IEnumerable<(string Name, object Value)> Group(Draw draw, int group) => group > 1 || draw.Flip() ? [("group", group)] : [];

    private static IEnumerable<(string Name, object Value)> Shape(Draw draw, int[] kernel) => draw.Flip() ? [("kernel_shape", kernel)] : [];
}
