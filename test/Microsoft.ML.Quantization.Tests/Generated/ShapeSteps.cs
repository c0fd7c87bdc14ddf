namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>Steps that move values and compute nothing.</summary>
internal static class ShapeSteps
{
    public static GeneratedTensor? Flatten(GraphGrower graph, GeneratedTensor x) => x.IsVector || x.Size > 1024 || graph.Chance(0.5) ? null
        : graph.Chance(0.5) ? graph.Node("Flatten", x.Name, [x.Size]) : graph.Node("Reshape", $"{x.Name} {graph.Constant(0, -1)}", [x.Size]);

    /// <summary>The channels of an image as a sequence, or its places.</summary>
    public static GeneratedTensor? ToSequence(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsImage || x.Row[1] * x.Row[2] < 4 || graph.Chance(0.6))
        {
            return null;
        }

        var places = graph.Node("Reshape", $"{x.Name} {graph.Constant(0, x.Row[0], -1)}", [x.Row[0], x.Row[1] * x.Row[2]]);
        return graph.Chance(0.7) ? graph.Node("Transpose", places.Name, [places.Row[1], places.Row[0]], ("perm", new[] { 0, 2, 1 })) : places;
    }

    public static GeneratedTensor? Transpose(GraphGrower graph, GeneratedTensor x) =>
        x.IsSequence ? graph.Node("Transpose", x.Name, [x.Row[1], x.Row[0]], ("perm", new[] { 0, 2, 1 }))
        : x.IsImage ? graph.Node("Transpose", x.Name, [x.Row[0], x.Row[2], x.Row[1]], ("perm", new[] { 0, 1, 3, 2 }))
        : null;

    /// <summary>A part along one dimension.</summary>
    public static GeneratedTensor? Slice(GraphGrower graph, GeneratedTensor x)
    {
        int axis = graph.Random.Next(x.Row.Length);
        if (x.Row[axis] < 4)
        {
            return null;
        }

        long[] row = [.. x.Row];
        row[axis] = x.Row[axis] - 2;
        return graph.Node("Slice", $"{x.Name} {graph.Constant([1L])} {graph.Constant([x.Row[axis] - 1])} {graph.Constant([axis + 1L])}", row);
    }

    public static GeneratedTensor? Concat(GraphGrower graph, GeneratedTensor x)
    {
        int axis = x.IsSequence ? 1 : 0;
        bool Fits(GeneratedTensor other) => other.Row.Length == x.Row.Length && other.Size < 4096 && Enumerable.Range(0, x.Row.Length).All(i => i == axis || other.Row[i] == x.Row[i]);
        if (graph.Other(x, Fits) is not { } other)
        {
            return null;
        }

        long[] row = [.. x.Row];
        row[axis] += other.Row[axis];
        return graph.Node("Concat", $"{x.Name} {other.Name}", row, ("axis", axis + 1));
    }

    /// <summary>Both halves, the second first.</summary>
    public static GeneratedTensor? SplitAndSwap(GraphGrower graph, GeneratedTensor x)
    {
        int axis = x.IsSequence ? 1 : 0;
        if (x.Row[axis] % 2 != 0)
        {
            return null;
        }

        var (first, second) = (graph.NewName(), graph.NewName());
        graph.Node("Split", x.Name, $"{first} {second}", ("axis", axis + 1));
        return graph.Node("Concat", $"{second} {first}", x.Row, ("axis", axis + 1));
    }
}
