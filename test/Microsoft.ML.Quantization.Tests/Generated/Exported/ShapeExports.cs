namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>Values moved and joined as exporters write it.</summary>
internal static class ShapeExports
{
    /// <summary>Every second place of both dimensions, four times, as the first layer of some detectors has it.</summary>
    public static GeneratedTensor? Focus(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || x.Row[1] % 2 != 0 || x.Row[2] % 2 != 0 || x.Row[0] > 8)
        {
            return null;
        }

        long[] row = [x.Row[0], x.Row[1] / 2, x.Row[2] / 2];
        string[] parts = [.. new[] { (0, 0), (1, 0), (0, 1), (1, 1) }.Select(start =>
            graph.Node("Slice", $"{x.Name} {graph.Constant(start.Item1, start.Item2)} {graph.Constant(x.Row[1], long.MaxValue)} {graph.Constant(2, 3)} {graph.Constant(2, 2)}", row).Name)];
        return graph.Node("Concat", string.Join(' ', parts), [4 * row[0], row[1], row[2]], ("axis", 1));
    }

    public static GeneratedTensor? Backwards(GraphGrower graph, GeneratedTensor x) =>
        graph.Node("Slice", $"{x.Name} {graph.Constant([-1L])} {graph.Constant([long.MinValue + 1])} {graph.Constant([1L])} {graph.Constant([-1L])}", x.Row);

    /// <summary>Things of very different size side by side.</summary>
    public static GeneratedTensor? UnlikeRanges(GraphGrower graph, GeneratedTensor x)
    {
        int axis = x.IsSequence ? 1 : 0;
        if (x.Row[axis] > 16)
        {
            return null;
        }

        long[] row = [.. x.Row];
        row[axis] *= 3;
        string large = graph.Node("Mul", $"{x.Name} {graph.Scalar(100)}", x.Row).Name;
        return graph.Node("Concat", $"{large} {graph.Node("Sigmoid", x.Name, x.Row).Name} {x.Name}", row, ("axis", axis - x.Row.Length));
    }

    public static GeneratedTensor? UnevenSplit(GraphGrower graph, GeneratedTensor x)
    {
        int axis = x.IsSequence ? 1 : 0;
        long size = x.Row[axis];
        if (size < 8)
        {
            return null;
        }

        string[] names = [graph.NewName(), graph.NewName(), graph.NewName()];
        graph.Node("Split", $"{x.Name} {graph.Constant(2, size - 5, 3)}", string.Join(' ', names), ("axis", axis + 1));
        long[] row = [.. x.Row];
        row[axis] = size - 5;
        return graph.Result(names[1], row);
    }

    public static GeneratedTensor? Taken(GraphGrower graph, GeneratedTensor x)
    {
        if (x.IsSequence)
        {
            return x.Row[0] < 2 ? null : graph.Node("Gather", $"{x.Name} {graph.Constant(1, 0)}", [2, x.Row[1]], ("axis", 1));
        }

        long[] row = [.. x.Row];
        row[0] = 4;
        return x.Row[0] < 4 ? null : graph.Node("Gather", $"{x.Name} {graph.Constant(3, 0, 0, 2)}", row, ("axis", 1));
    }

    public static GeneratedTensor? Resized(GraphGrower graph, GeneratedTensor x) => !x.IsImage || x.Row[1] > 8 || x.Row[2] > 8 ? null : graph.Chance(0.5)
        ? graph.Node("Resize", $"{x.Name} - - {graph.Constant(1, x.Row[0], 2 * x.Row[1], 2 * x.Row[2])}", [x.Row[0], 2 * x.Row[1], 2 * x.Row[2]], ("mode", "linear"), ("coordinate_transformation_mode", "align_corners"))
        : graph.Node("Resize", $"{x.Name} - {graph.Constant([1f, 1f, 2f, 2f], 4)}", [x.Row[0], 2 * x.Row[1], 2 * x.Row[2]], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));

    public static GeneratedTensor? PixelShuffle(GraphGrower graph, GeneratedTensor x) => x.IsImage && x.Row[0] % 4 == 0 && x.Row[0] >= 8 && x.Row[1] <= 6
        ? graph.Node("DepthToSpace", x.Name, [x.Row[0] / 4, 2 * x.Row[1], 2 * x.Row[2]], ("blocksize", 2), ("mode", "CRD")) : null;

    /// <summary>A target shape made of the shape of the data, as exporters write x.view(x.size(0), -1).</summary>
    public static GeneratedTensor? FlattenedByShape(GraphGrower graph, GeneratedTensor x)
    {
        if (x.IsVector || x.Size > 1024)
        {
            return null;
        }

        var (shape, first, both) = (graph.NewName(), graph.NewName(), graph.NewName());
        graph.Node("Shape", x.Name, shape);
        graph.Node("Gather", $"{shape} {graph.Constant([0L])}", first, ("axis", 0));
        graph.Node("Concat", $"{first} {graph.Constant([-1L])}", both, ("axis", 0));
        return graph.Node("Reshape", $"{x.Name} {both}", [x.Size]);
    }

    public static GeneratedTensor? ToDoubleAndBack(GraphGrower graph, GeneratedTensor x)
    {
        if (graph.Chance(0.7))
        {
            return null;
        }

        string wide = graph.NewName();
        graph.Node("Cast", x.Name, wide, ("to", graph.One(11, 10)));
        return graph.Node("Cast", wide, x.Row, ("to", 1));
    }

    public static GeneratedTensor? ChannelsLastAndBack(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage)
        {
            return null;
        }

        var last = graph.Node("Transpose", x.Name, [x.Row[1], x.Row[2], x.Row[0]], ("perm", new[] { 0, 2, 3, 1 }));
        var made = graph.Chance(0.7) ? SequenceSteps.Linear(graph, last, graph.SomeWidth(), withBias: true) : graph.Node("Relu", last.Name, last.Row);
        return graph.Node("Transpose", made.Name, [made.Row[2], x.Row[1], x.Row[2]], ("perm", new[] { 0, 3, 1, 2 }));
    }
}
