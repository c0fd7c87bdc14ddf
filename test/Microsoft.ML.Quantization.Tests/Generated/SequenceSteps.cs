namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>Steps from a sequence of vectors: length and features; to a Conv, channels and length.</summary>
internal static class SequenceSteps
{
    public static GeneratedTensor? MatMul(GraphGrower graph, GeneratedTensor x) => x.IsSequence ? Linear(graph, x, graph.SomeWidth(), withBias: false) : null;

    public static GeneratedTensor? MatMulAdd(GraphGrower graph, GeneratedTensor x) => x.IsSequence ? Linear(graph, x, graph.SomeWidth(), withBias: true) : null;

    public static GeneratedTensor? LayerNormalization(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsSequence || graph.Opset < 17)
        {
            return null;
        }

        long features = x.Row[1];
        return graph.Node("LayerNormalization", $"{x.Name} {graph.Constant(graph.Gains(features), features)} {graph.Constant(graph.Normals(features, 0.2), features)}", x.Row);
    }

    /// <summary>Two linear layers around a Relu or a Gelu, and the way around them.</summary>
    public static GeneratedTensor? FeedForward(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsSequence)
        {
            return null;
        }

        var hidden = Linear(graph, x, 2 * graph.SomeWidth(), withBias: true);
        var active = graph.Chance(0.5) ? graph.Node("Relu", hidden.Name, hidden.Row) : Gelu(graph, hidden);
        var result = Linear(graph, active, (int)x.Row[1], withBias: true);
        return graph.Node("Add", graph.Chance(0.5) ? $"{result.Name} {x.Name}" : $"{x.Name} {result.Name}", x.Row);
    }

    /// <summary>One head of attention.</summary>
    public static GeneratedTensor? Attention(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsSequence)
        {
            return null;
        }

        var (length, features) = (x.Row[0], graph.SomeWidth());
        var query = Linear(graph, x, features, withBias: true);
        var key = Linear(graph, x, features, withBias: true);
        var value = Linear(graph, x, (int)x.Row[1], withBias: true);
        var turned = graph.Node("Transpose", key.Name, [features, length], ("perm", new[] { 0, 2, 1 }));
        var scores = graph.Node("MatMul", $"{query.Name} {turned.Name}", [length, length]);
        var scaled = graph.Node("Div", $"{scores.Name} {graph.Scalar(MathF.Sqrt(features))}", scores.Row);
        var shares = graph.Node("Softmax", scaled.Name, scaled.Row, ("axis", -1));
        return graph.Node("MatMul", $"{shares.Name} {value.Name}", x.Row);
    }

    /// <summary>A convolution over the last dimension.</summary>
    public static GeneratedTensor? Conv(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsSequence || x.Row[1] < 3)
        {
            return null;
        }

        var (inputs, outputs) = (x.Row[0], graph.SomeWidth());
        string weights = graph.Constant(graph.Layer(outputs * inputs * 3, inputs * 3, i => i / (inputs * 3)), outputs, inputs, 3);
        return graph.Node("Conv", $"{x.Name} {weights} {graph.Constant(graph.Normals(outputs, 0.1), outputs)}", [outputs, x.Row[1]], ("pads", new[] { 1, 1 }));
    }

    public static GeneratedTensor? MaxPool(GraphGrower graph, GeneratedTensor x) =>
        x.IsSequence && x.Row[1] >= 4 ? graph.Node("MaxPool", x.Name, [x.Row[0], x.Row[1] / 2], ("kernel_shape", new[] { 2 }), ("strides", new[] { 2 })) : null;

    public static GeneratedTensor? Mean(GraphGrower graph, GeneratedTensor x) =>
        x.IsSequence && graph.Chance(0.5) ? graph.Node("ReduceMean", x.Name, [x.Row[1]], ("axes", new[] { 1 }), ("keepdims", 0)) : null;

    public static GeneratedTensor Linear(GraphGrower graph, GeneratedTensor x, int features, bool withBias)
    {
        long inputs = x.Row[^1];
        var product = graph.Node("MatMul", $"{x.Name} {graph.Constant(graph.Layer(inputs * features, inputs, i => i % features), inputs, features)}", [.. x.Row[..^1], features]);
        string bias = withBias ? graph.Constant(graph.Normals(features, 0.1), features) : "";
        return withBias ? graph.Node("Add", graph.Chance(0.5) ? $"{product.Name} {bias}" : $"{bias} {product.Name}", product.Row) : product;
    }

    private static GeneratedTensor Gelu(GraphGrower graph, GeneratedTensor x)
    {
        var scaled = graph.Node("Div", $"{x.Name} {graph.Scalar(MathF.Sqrt(2))}", x.Row);
        var share = graph.Node("Add", $"{graph.Node("Erf", scaled.Name, x.Row).Name} {graph.Scalar(1)}", x.Row);
        return graph.Node("Mul", $"{graph.Node("Mul", $"{x.Name} {share.Name}", x.Row).Name} {graph.Scalar(0.5f)}", x.Row);
    }
}
