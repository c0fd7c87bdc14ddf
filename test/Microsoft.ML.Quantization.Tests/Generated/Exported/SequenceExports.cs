namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>Parts of encoders as frameworks export them.</summary>
internal static class SequenceExports
{
    public static GeneratedTensor? LayerNormInParts(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsSequence)
        {
            return null;
        }

        var (one, features) = (new[] { x.Row[0], 1 }, x.Row[1]);
        var centred = graph.Node("Sub", $"{x.Name} {graph.Node("ReduceMean", x.Name, one, ("axes", new[] { -1 })).Name}", x.Row);
        var variance = graph.Node("ReduceMean", graph.Node("Pow", $"{centred.Name} {graph.Scalar(2)}", x.Row).Name, one, ("axes", new[] { -1 }));
        var deviation = graph.Node("Sqrt", graph.Node("Add", $"{variance.Name} {graph.Scalar(1e-5f)}", one).Name, one);
        var scaled = graph.Node("Mul", $"{graph.Node("Div", $"{centred.Name} {deviation.Name}", x.Row).Name} {graph.Constant(Spread(graph, features), features)}", x.Row);
        return graph.Node("Add", $"{scaled.Name} {graph.Constant(graph.Normals(features, 0.2), features)}", x.Row);
    }

    public static GeneratedTensor? RmsNorm(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsSequence)
        {
            return null;
        }

        long[] one = [x.Row[0], 1];
        var mean = graph.Node("ReduceMean", graph.Node("Mul", $"{x.Name} {x.Name}", x.Row).Name, one, ("axes", new[] { 2 }));
        var factor = graph.Node("Reciprocal", graph.Node("Sqrt", graph.Node("Add", $"{mean.Name} {graph.Scalar(1e-6f)}", one).Name, one).Name, one);
        return graph.Node("Mul", $"{graph.Constant(Spread(graph, x.Row[1]), x.Row[1])} {graph.Node("Mul", $"{x.Name} {factor.Name}", x.Row).Name}", x.Row);
    }

    /// <summary>Several heads, with a mask that takes places away.</summary>
    public static GeneratedTensor? MaskedAttention(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsSequence)
        {
            return null;
        }

        var (length, width) = (x.Row[0], 2 * graph.Width);
        string[] three = [.. new[] { 0, 1, 2 }.Select(i =>
        {
            var heads = graph.Node("Reshape", $"{SequenceSteps.Linear(graph, x, width, withBias: i != 1).Name} {graph.Constant(0, length, 2, graph.Width)}", [length, 2, graph.Width]);
            return graph.Node("Transpose", heads.Name, [2, length, graph.Width], ("perm", i == 1 ? new[] { 0, 2, 3, 1 } : [0, 2, 1, 3])).Name;
        })];
        long[] row = [2, length, length];
        var scores = graph.Node("Mul", $"{graph.Node("MatMul", $"{three[0]} {three[1]}", row).Name} {graph.Scalar(1 / MathF.Sqrt(graph.Width))}", row);
        float away = graph.One(-1e9f, -3.4e38f, float.NegativeInfinity, -10000f);
        float[] mask = [.. Enumerable.Range(0, (int)(length * length)).Select(i => i % (int)length > i / (int)length ? away : 0)];
        var masked = graph.Node("Add", $"{scores.Name} {graph.Constant(mask, 1, 1, length, length)}", row);
        var mixed = graph.Node("MatMul", $"{graph.Node("Softmax", masked.Name, row, ("axis", 3)).Name} {three[2]}", [2, length, graph.Width]);
        var joined = graph.Node("Reshape", $"{graph.Node("Transpose", mixed.Name, [length, 2, graph.Width], ("perm", new[] { 0, 2, 1, 3 })).Name} {graph.Constant(0, length, width)}", [length, width]);
        return graph.Node("Add", $"{SequenceSteps.Linear(graph, joined, (int)x.Row[1], withBias: true).Name} {x.Name}", x.Row);
    }

    public static GeneratedTensor? Einsum(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsSequence)
        {
            return null;
        }

        int width = graph.SomeWidth();
        string weights = graph.Constant(graph.Layer(x.Row[1] * width, x.Row[1], i => i % width), x.Row[1], width);
        return graph.Node("Einsum", $"{x.Name} {weights}", [x.Row[0], width], ("equation", "bij,jk->bik"));
    }

    public static GeneratedTensor? Recurrent(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsSequence)
        {
            return null;
        }

        string type = graph.One("LSTM", "GRU");
        int gates = type == "LSTM" ? 4 : 3;
        int directions = graph.One(1, 2);
        int hidden = graph.Width;
        var (length, inputs) = (x.Row[0], x.Row[1]);
        string turned = graph.NewName();
        graph.Node("Transpose", x.Name, turned, ("perm", new[] { 1, 0, 2 }));
        string weights = graph.Constant(graph.Normals(directions * gates * hidden * inputs, 0.3), directions, gates * hidden, inputs);
        string again = graph.Constant(graph.Normals(directions * gates * hidden * hidden, 0.3), directions, gates * hidden, hidden);
        string bias = graph.Constant(graph.Normals(directions * 2 * gates * hidden, 0.1), directions, 2 * gates * hidden);
        string made = graph.NewName();
        graph.Node(type, $"{turned} {weights} {again} {bias}", made, ("hidden_size", hidden), ("direction", directions == 1 ? "forward" : "bidirectional"));
        var rows = graph.Node("Transpose", made, [length, directions, hidden], ("perm", new[] { 2, 0, 1, 3 }));
        return graph.Node("Reshape", $"{rows.Name} {graph.Constant(0, length, directions * hidden)}", [length, directions * hidden]);
    }

    public static GeneratedTensor? Normalized(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsVector)
        {
            return null;
        }

        string norm = graph.Node("ReduceL2", x.Name, [1], ("axes", new[] { 1 }), ("keepdims", 1)).Name;
        return graph.Node("Div", $"{x.Name} {graph.Node("Clip", $"{norm} {graph.Scalar(1e-12f)}", [1]).Name}", x.Row);
    }

    public static GeneratedTensor? NormalizedGemm(GraphGrower graph, GeneratedTensor x) =>
        VectorSteps.Gemm(graph, x) is { } made && VectorSteps.BatchNormalization(graph, made) is { } normalized ? graph.Node("Relu", normalized.Name, normalized.Row) : null;

    private static float[] Spread(GraphGrower graph, long count) => [.. graph.Normals(count, 0.5).Select(value => MathF.Exp(value) * (graph.Chance(0.05) ? 10 : 1))];
}
