namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>Steps from channels, height and width.</summary>
internal static class ImageSteps
{
    public static GeneratedTensor? Conv(GraphGrower graph, GeneratedTensor x) => x.IsImage ? Conv(graph, x, graph.SomeWidth(), 1) : null;

    public static GeneratedTensor? DepthwiseConv(GraphGrower graph, GeneratedTensor x) => x.IsImage ? Conv(graph, x, (int)x.Row[0] * graph.One(1, 1, 2), (int)x.Row[0]) : null;

    public static GeneratedTensor? GroupedConv(GraphGrower graph, GeneratedTensor x) => x.IsImage && x.Row[0] % 2 == 0 ? Conv(graph, x, 2 * graph.Width, 2) : null;

    public static GeneratedTensor? MaxPool(GraphGrower graph, GeneratedTensor x) => Pool("MaxPool", graph, x);

    public static GeneratedTensor? AveragePool(GraphGrower graph, GeneratedTensor x) => Pool("AveragePool", graph, x);

    /// <summary>The places of the largest values leave as an output.</summary>
    public static GeneratedTensor? MaxPoolWithIndices(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || Math.Min(x.Row[1], x.Row[2]) < 4 || graph.Chance(0.7))
        {
            return null;
        }

        var (values, places) = (graph.NewName(), graph.NewName());
        graph.Node("MaxPool", x.Name, $"{values} {places}", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        graph.Node("Cast", places, [x.Row[0], x.Row[1] / 2, x.Row[2] / 2], ("to", 1));
        return graph.Result(values, [x.Row[0], x.Row[1] / 2, x.Row[2] / 2]);
    }

    public static GeneratedTensor? GlobalAveragePool(GraphGrower graph, GeneratedTensor x) =>
        x.IsImage && x.Row[1] > 1 && graph.Chance(0.5) ? graph.Node("GlobalAveragePool", x.Name, [x.Row[0], 1, 1]) : null;

    public static GeneratedTensor? BatchNormalization(GraphGrower graph, GeneratedTensor x) => x.IsImage ? Normalize("BatchNormalization", graph, x, withStatistics: true) : null;

    public static GeneratedTensor? InstanceNormalization(GraphGrower graph, GeneratedTensor x) =>
        x.IsImage && x.Row[1] * x.Row[2] > 8 ? Normalize("InstanceNormalization", graph, x, withStatistics: false) : null;

    /// <summary>Squeeze and excitation: the mean of each channel decides how much of it goes on.</summary>
    public static GeneratedTensor? Gate(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || x.Row[1] < 2)
        {
            return null;
        }

        var mean = graph.Node("GlobalAveragePool", x.Name, [x.Row[0], 1, 1]);
        var hidden = graph.Node("Relu", Conv(graph, mean, graph.Width, 1, kernel: 1).Name, [graph.Width, 1, 1]);
        var gate = graph.Node(graph.One("Sigmoid", "HardSigmoid"), Conv(graph, hidden, (int)x.Row[0], 1, kernel: 1).Name, [x.Row[0], 1, 1]);
        return graph.Node("Mul", $"{x.Name} {gate.Name}", x.Row);
    }

    public static GeneratedTensor? Resize(GraphGrower graph, GeneratedTensor x) => x.IsImage && x.Row[1] <= 8 && x.Row[2] <= 8
        ? graph.Node("Resize", $"{x.Name} - {graph.Constant([1f, 1f, 2f, 2f], 4)}", [x.Row[0], 2 * x.Row[1], 2 * x.Row[2]], ("mode", graph.One("nearest", "linear")))
        : null;

    public static GeneratedTensor? Pad(GraphGrower graph, GeneratedTensor x) => x.IsImage && x.Row[1] <= 8
        ? graph.Node("Pad", $"{x.Name} {graph.Constant(0, 0, 1, 0, 0, 0, 0, 1)}", [x.Row[0], x.Row[1] + 1, x.Row[2] + 1], ("mode", graph.One("constant", "edge")))
        : null;

    public static GeneratedTensor? ConvTranspose(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || x.Row[1] > 6 || x.Row[2] > 6 || graph.Chance(0.5))
        {
            return null;
        }

        var (inputs, outputs) = (x.Row[0], graph.SomeWidth());
        string weights = graph.Constant(graph.Layer(inputs * outputs * 4, inputs, i => i / 4 % outputs), inputs, outputs, 2, 2);
        return graph.Node("ConvTranspose", $"{x.Name} {weights}", [outputs, 2 * x.Row[1], 2 * x.Row[2]], ("strides", new[] { 2, 2 }));
    }

    public static GeneratedTensor? PRelu(GraphGrower graph, GeneratedTensor x) =>
        x.IsImage ? graph.Node("PRelu", $"{x.Name} {graph.Constant(graph.Normals(x.Row[0], 0.2), x.Row[0], 1, 1)}", x.Row) : null;

    public static GeneratedTensor? DepthToSpace(GraphGrower graph, GeneratedTensor x) =>
        x.IsImage && x.Row[0] % 4 == 0 && x.Row[0] >= 8 && x.Row[1] <= 6 ? graph.Node("DepthToSpace", x.Name, [x.Row[0] / 4, 2 * x.Row[1], 2 * x.Row[2]], ("blocksize", 2)) : null;

    private static GeneratedTensor Conv(GraphGrower graph, GeneratedTensor x, int channels, int groups, int? kernel = null)
    {
        long smallest = Math.Min(x.Row[1], x.Row[2]);
        int size = kernel ?? (smallest >= 5 ? graph.One(1, 3, 3, 3, 5) : smallest >= 3 ? graph.One(1, 3) : 1);
        int dilation = size == 3 && smallest >= 6 && graph.Chance(0.15) ? 2 : 1;
        int stride = smallest >= 4 && size > 1 && graph.Chance(0.3) ? 2 : 1;
        int reach = dilation * (size - 1);
        int pad = graph.Chance(0.75) || smallest <= reach ? reach / 2 : 0;
        long fanIn = x.Row[0] / groups * size * size;
        string weights = graph.Constant(graph.Layer(channels * fanIn, fanIn, i => i / fanIn), channels, x.Row[0] / groups, size, size);
        string bias = graph.Chance(0.8) ? " " + graph.Constant(graph.Normals(channels, 0.1), channels) : "";
        long Out(long length) => ((length + (2 * pad) - reach - 1) / stride) + 1;
        return graph.Node(
            "Conv", $"{x.Name} {weights}{bias}", [channels, Out(x.Row[1]), Out(x.Row[2])],
            ("pads", new[] { pad, pad, pad, pad }), ("strides", new[] { stride, stride }), ("dilations", new[] { dilation, dilation }), ("group", groups), ("kernel_shape", new[] { size, size }));
    }

    private static GeneratedTensor? Pool(string operatorType, GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || Math.Min(x.Row[1], x.Row[2]) < 3)
        {
            return null;
        }

        return graph.Chance(0.6)
            ? graph.Node(operatorType, x.Name, [x.Row[0], x.Row[1] / 2, x.Row[2] / 2], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
            : graph.Node(operatorType, x.Name, x.Row, ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }));
    }

    private static GeneratedTensor Normalize(string operatorType, GraphGrower graph, GeneratedTensor x, bool withStatistics)
    {
        long channels = x.Row[0];
        string inputs = $"{x.Name} {graph.Constant(graph.Gains(channels), channels)} {graph.Constant(graph.Normals(channels, 0.2), channels)}";
        string statistics = withStatistics ? $" {graph.Constant(graph.Normals(channels, 0.1), channels)} {graph.Constant(graph.Gains(channels), channels)}" : "";
        return graph.Node(operatorType, inputs + statistics, x.Row);
    }
}
