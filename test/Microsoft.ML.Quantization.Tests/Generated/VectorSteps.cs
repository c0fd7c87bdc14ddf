namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>Steps from a vector.</summary>
internal static class VectorSteps
{
    public static GeneratedTensor? Gemm(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsVector)
        {
            return null;
        }

        var (inputs, outputs) = (x.Row[0], graph.SomeWidth());
        bool transposed = graph.Chance(0.6);
        string weights = transposed
            ? graph.Constant(graph.Layer(outputs * inputs, inputs, i => i / inputs), outputs, inputs)
            : graph.Constant(graph.Layer(outputs * inputs, inputs, i => i % outputs), inputs, outputs);
        string bias = graph.One(0, 1, 1, 1, 1, 2, 3) switch
        {
            0 => "",
            2 => " " + graph.Constant(graph.Normals(outputs, 0.1), 1, outputs),
            3 => " " + graph.Constant(graph.Normals(1, 0.1), 1),
            _ => " " + graph.Constant(graph.Normals(outputs, 0.1), outputs),
        };
        (string Name, object Value)[] factors = graph.Chance(0.2) ? [("alpha", 0.5f), ("beta", graph.One(0f, 0.5f, 2f))] : [];
        return graph.Node("Gemm", $"{x.Name} {weights}{bias}", [outputs], [("transB", transposed ? 1 : 0), .. factors]);
    }

    public static GeneratedTensor? MatMulAdd(GraphGrower graph, GeneratedTensor x) => x.IsVector ? SequenceSteps.Linear(graph, x, graph.SomeWidth(), graph.Chance(0.7)) : null;

    public static GeneratedTensor? BatchNormalization(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsVector)
        {
            return null;
        }

        long size = x.Row[0];
        return graph.Node(
            "BatchNormalization",
            $"{x.Name} {graph.Constant(graph.Gains(size), size)} {graph.Constant(graph.Normals(size, 0.2), size)} {graph.Constant(graph.Normals(size, 0.1), size)} {graph.Constant(graph.Gains(size), size)}",
            x.Row);
    }

    /// <summary>As a small image; only where the numbers allow it.</summary>
    public static GeneratedTensor? ToImage(GraphGrower graph, GeneratedTensor x) => x.IsVector && x.Row[0] % 4 == 0 && x.Row[0] >= 16
        ? graph.Node("Reshape", $"{x.Name} {graph.Constant(0, x.Row[0] / 4, 2, 2)}", [x.Row[0] / 4, 2, 2])
        : null;

    /// <summary>A dimension more, an activation or nothing, and a dimension less.</summary>
    public static GeneratedTensor? SqueezeAgain(GraphGrower graph, GeneratedTensor x)
    {
        if (!x.IsVector)
        {
            return null;
        }

        var longer = graph.Node("Unsqueeze", $"{x.Name} {graph.Constant([2L])}", [x.Row[0], 1]);
        var between = graph.Chance(0.5) ? graph.Node("Relu", longer.Name, longer.Row) : longer;
        return graph.Node("Squeeze", $"{between.Name} {graph.Constant([2L])}", x.Row);
    }
}
