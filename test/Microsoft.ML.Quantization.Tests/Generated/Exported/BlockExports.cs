using static Microsoft.ML.Quantization.Tests.Generated.Exported.ExportedLayers;

namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>Blocks with branches, BatchNormalization not folded in.</summary>
internal static class BlockExports
{
    public static GeneratedTensor? InvertedResidual(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || x.Row[0] < 4)
        {
            return null;
        }

        var wide = Clip(graph, Normalized(graph, Conv(graph, x, (int)x.Row[0] * 2, 1, withBias: false)));
        wide = Clip(graph, Normalized(graph, Conv(graph, wide, (int)wide.Row[0] * graph.One(1, 1, 2), 3, groups: (int)wide.Row[0], withBias: false)));
        wide = graph.Chance(0.4) ? Squeezed(graph, wide) : wide;
        var narrow = Normalized(graph, Conv(graph, wide, (int)x.Row[0], 1, withBias: false));
        return graph.Node("Add", graph.Chance(0.5) ? $"{x.Name} {narrow.Name}" : $"{narrow.Name} {x.Name}", x.Row);
    }

    /// <summary>Two convolutions around which the input goes, itself through a convolution or as it is.</summary>
    public static GeneratedTensor? Residual(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage)
        {
            return null;
        }

        int width = graph.Chance(0.5) ? (int)x.Row[0] : graph.SomeWidth();
        var inner = Conv(graph, Activated(graph, Conv(graph, x, width, 3)), width, 3);
        var around = width == x.Row[0] ? x : Conv(graph, x, width, 1);
        var sum = graph.Node(graph.One("Add", "Add", "Sum"), $"{inner.Name} {around.Name}", inner.Row);
        return graph.Chance(0.5) ? graph.Node("Relu", sum.Name, sum.Row) : sum;
    }

    /// <summary>A chain of sums without activations, the sums read by 1x1 convolutions.</summary>
    public static GeneratedTensor? LinearChain(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage)
        {
            return null;
        }

        int width = graph.SomeWidth();
        var sum = Conv(graph, x, width, 1);
        for (int i = 0; i < 2; i++)
        {
            var inner = Conv(graph, Activated(graph, Conv(graph, sum, 2 * width, 1)), width, 1);
            sum = graph.Node("Add", $"{sum.Name} {inner.Name}", sum.Row);
        }

        return Activated(graph, Conv(graph, sum, graph.SomeWidth(), 1));
    }

    /// <summary>As in ShuffleNet: halves, groups, channels shuffled.</summary>
    public static GeneratedTensor? Shuffled(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || x.Row[0] % 4 != 0)
        {
            return null;
        }

        var (channels, height, width) = (x.Row[0], x.Row[1], x.Row[2]);
        var (left, right) = (graph.NewName(), graph.NewName());
        graph.Node("Split", $"{x.Name} {graph.Constant(channels / 2, channels / 2)}", $"{left} {right}", ("axis", 1));
        long[] half = [channels / 2, height, width];
        graph.Result(left, half);
        var made = Activated(graph, Conv(graph, Conv(graph, graph.Result(right, half), (int)half[0], 3, groups: (int)half[0]), (int)half[0], 1));
        var joined = graph.Node("Concat", $"{left} {made.Name}", x.Row, ("axis", 1));
        var apart = graph.Node("Reshape", $"{joined.Name} {graph.Constant(0, 2, channels / 2, height, width)}", [2, channels / 2, height, width]);
        var turned = graph.Node("Transpose", apart.Name, [channels / 2, 2, height, width], ("perm", new[] { 0, 2, 1, 3, 4 }));
        return graph.Node("Reshape", $"{turned.Name} {graph.Constant(0, channels, height, width)}", x.Row);
    }

    /// <summary>The same weights twice, as for two pictures that are compared.</summary>
    public static GeneratedTensor? SharedWeights(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage)
        {
            return null;
        }

        string inputs = $"{Filters(graph, x.Row[0], x.Row[0], 3, 3)} {graph.Constant(graph.Normals(x.Row[0], 0.2), x.Row[0])}";
        (string, object)[] attributes = [("pads", new[] { 1, 1, 1, 1 }), ("kernel_shape", new[] { 3, 3 })];
        var first = Activated(graph, graph.Node("Conv", $"{x.Name} {inputs}", x.Row, attributes));
        var second = graph.Node("Conv", $"{first.Name} {inputs}", x.Row, attributes);
        return graph.Chance(0.5) ? graph.Node("Sub", $"{second.Name} {first.Name}", x.Row) : second;
    }

    /// <summary>A mean of each channel, spread over the picture again.</summary>
    public static GeneratedTensor? PooledBranch(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || x.Row[1] < 2)
        {
            return null;
        }

        var mean = graph.Node("ReduceMean", x.Name, [x.Row[0], 1, 1], ("axes", graph.Chance(0.5) ? new[] { 2, 3 } : [-1, -2]), ("keepdims", 1));
        return graph.Node("Add", $"{x.Name} {Conv(graph, mean, (int)x.Row[0], 1).Name}", x.Row);
    }

    public static GeneratedTensor? SqueezeAndExcitation(GraphGrower graph, GeneratedTensor x) => x.IsImage && x.Row[1] > 1 ? Squeezed(graph, x) : null;

    private static GeneratedTensor Squeezed(GraphGrower graph, GeneratedTensor x)
    {
        var mean = graph.Chance(0.5) ? graph.Node("GlobalAveragePool", x.Name, [x.Row[0], 1, 1]) : graph.Node("ReduceMean", x.Name, [x.Row[0], 1, 1], ("axes", new[] { 2, 3 }));
        var hidden = graph.Node("Relu", Conv(graph, mean, graph.Width, 1).Name, [graph.Width, 1, 1]);
        var gate = Conv(graph, hidden, (int)x.Row[0], 1);
        gate = graph.Chance(0.5) ? graph.Node("HardSigmoid", gate.Name, gate.Row, ("alpha", 1f / 6), ("beta", 0.5f)) : graph.Node("Sigmoid", gate.Name, gate.Row);
        return graph.Node("Mul", graph.Chance(0.5) ? $"{x.Name} {gate.Name}" : $"{gate.Name} {x.Name}", x.Row);
    }
}
