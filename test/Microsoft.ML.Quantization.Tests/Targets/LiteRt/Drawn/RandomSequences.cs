namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt.Drawn;

/// <summary>Nodes that move a window over a sequence: t, with its rows side by side.</summary>
internal static class RandomSequences
{
    public static void Conv(Draw draw)
    {
        int group = draw.One(1, 1, 2, draw.Channels), outputs = group * draw.Between(1, 3), kernel = draw.Between(1, 4);
        draw.Weights("uw", outputs, draw.Channels / group, kernel);
        draw.Weights("ub", outputs);
        Sequence(draw).Model.Node("Conv", draw.Flip(0.8) ? "s uw ub" : "s uw", "u", [("group", group), .. RandomWindows.Window(draw, [kernel], mayDilate: true)]);
    }

    public static void ConvTranspose(Draw draw)
    {
        int group = draw.One(1, 2), outputs = draw.Between(1, 3), kernel = draw.Between(1, 4), stride = draw.Between(1, 3);
        draw.Weights("uw", draw.Channels, outputs, kernel);
        draw.Weights("ub", outputs * group);
        (string, object) padding = draw.One<(string, object)>(("pads", new[] { draw.Between(0, 1), draw.Between(0, 1) }), ("auto_pad", draw.One("SAME_UPPER", "SAME_LOWER", "VALID")), ("output_padding", new[] { draw.Between(0, stride - 1) }));
        Sequence(draw).Model.Node("ConvTranspose", draw.Flip(0.8) ? "s uw ub" : "s uw", "u", ("group", group), ("strides", new[] { stride }), padding);
    }

    public static void Pool(Draw draw, string operatorType)
    {
        int kernel = draw.Between(1, 4);
        Sequence(draw).Model.Node(operatorType, "s", "u", [("kernel_shape", new[] { kernel }), ("ceil_mode", draw.Between(0, 1)), .. RandomWindows.Window(draw, [kernel], mayDilate: operatorType == "MaxPool")]);
    }

    private static Draw Sequence(Draw draw)
    {
        draw.Model.List("sizes", 1, draw.Channels, -1).Node("Reshape", "t sizes", "s");
        return draw;
    }
}
