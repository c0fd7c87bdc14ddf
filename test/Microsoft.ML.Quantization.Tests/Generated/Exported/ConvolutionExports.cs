using static Microsoft.ML.Quantization.Tests.Generated.Exported.ExportedLayers;

namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>Convolutions as frameworks export them.</summary>
internal static class ConvolutionExports
{
    public static GeneratedTensor? NormalizedConv(GraphGrower graph, GeneratedTensor x) => x.IsImage ? Activated(graph, Normalized(graph, Conv(graph, x, graph.SomeWidth(), graph.One(1, 3)))) : null;

    public static GeneratedTensor? NormalizedFirst(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage)
        {
            return null;
        }

        var normalized = Normalized(graph, x);
        return Conv(graph, graph.Chance(0.5) ? graph.Node("Relu", normalized.Name, x.Row) : normalized, graph.SomeWidth(), 3);
    }

    public static GeneratedTensor? AddedBias(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage)
        {
            return null;
        }

        var made = Conv(graph, x, graph.SomeWidth(), graph.One(1, 3), withBias: false);
        long channels = made.Row[0];
        string bias = graph.Chance(0.5) ? graph.Constant(graph.Normals(channels, 0.2), channels, 1, 1) : graph.Constant(graph.Normals(channels, 0.2), 1, channels, 1, 1);
        return Activated(graph, graph.Node("Add", graph.Chance(0.5) ? $"{made.Name} {bias}" : $"{bias} {made.Name}", made.Row));
    }

    public static GeneratedTensor? SamePadding(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || Math.Min(x.Row[1], x.Row[2]) < 4)
        {
            return null;
        }

        int channels = graph.SomeWidth();
        return Activated(graph, graph.Node(
            "Conv", $"{x.Name} {Filters(graph, channels, x.Row[0], 3, 3)} {graph.Constant(graph.Normals(channels, 0.2), channels)}", [channels, (x.Row[1] + 1) / 2, (x.Row[2] + 1) / 2],
            ("auto_pad", graph.One("SAME_UPPER", "SAME_LOWER")), ("strides", new[] { 2, 2 }), ("kernel_shape", new[] { 3, 3 })));
    }

    /// <summary>Padding of the kind that Keras exports for a stride of two, now and then as a node.</summary>
    public static GeneratedTensor? OneSidedPadding(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || Math.Min(x.Row[1], x.Row[2]) < 4)
        {
            return null;
        }

        int channels = graph.SomeWidth();
        long[] row = [channels, ((x.Row[1] - 2) / 2) + 1, ((x.Row[2] - 2) / 2) + 1];
        string inputs = $"{Filters(graph, channels, x.Row[0], 3, 3)} {graph.Constant(graph.Normals(channels, 0.2), channels)}";
        if (graph.Chance(0.5))
        {
            return Activated(graph, graph.Node("Conv", $"{x.Name} {inputs}", row, ("pads", new[] { 0, 0, 1, 1 }), ("strides", new[] { 2, 2 }), ("kernel_shape", new[] { 3, 3 })));
        }

        string mode = graph.One("constant", "reflect", "edge");
        var padded = graph.Node("Pad", $"{x.Name} {graph.Constant(0, 0, 0, 0, 0, 0, 1, 1)}", [x.Row[0], x.Row[1] + 1, x.Row[2] + 1], ("mode", mode));
        return Activated(graph, graph.Node("Conv", $"{padded.Name} {inputs}", row, ("strides", new[] { 2, 2 }), ("kernel_shape", new[] { 3, 3 })));
    }

    public static GeneratedTensor? ThreeDimensional(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage)
        {
            return null;
        }

        int channels = graph.SomeWidth();
        var deep = graph.Node("Unsqueeze", $"{x.Name} {graph.Constant([2L])}", [x.Row[0], 1, x.Row[1], x.Row[2]]);
        string weights = graph.Constant(graph.Layer(channels * x.Row[0] * 9, x.Row[0] * 9, i => i / (x.Row[0] * 9)), channels, x.Row[0], 1, 3, 3);
        var made = graph.Node("Conv", $"{deep.Name} {weights} {graph.Constant(graph.Normals(channels, 0.2), channels)}", [channels, 1, x.Row[1], x.Row[2]], ("pads", new[] { 0, 1, 1, 0, 1, 1 }), ("kernel_shape", new[] { 1, 3, 3 }));
        return graph.Node("Squeeze", $"{graph.Node("Relu", made.Name, made.Row).Name} {graph.Constant([2L])}", [channels, x.Row[1], x.Row[2]]);
    }

    public static GeneratedTensor? Upsampled(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || x.Row[1] > 8 || x.Row[2] > 8 || x.Row[0] % 2 != 0)
        {
            return null;
        }

        int groups = graph.One(1, 2);
        int outputs = 2 * graph.Width;
        long fanIn = x.Row[0] / groups * 2;
        string weights = graph.Constant(graph.Layer(x.Row[0] * outputs / groups * 9, fanIn, i => i / 9 % (outputs / groups)), x.Row[0], outputs / groups, 3, 3);
        return graph.Node(
            "ConvTranspose", $"{x.Name} {weights} {graph.Constant(graph.Normals(outputs, 0.2), outputs)}", [outputs, 2 * x.Row[1], 2 * x.Row[2]],
            ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 }), ("output_padding", new[] { 1, 1 }), ("group", groups), ("kernel_shape", new[] { 3, 3 }));
    }
}
