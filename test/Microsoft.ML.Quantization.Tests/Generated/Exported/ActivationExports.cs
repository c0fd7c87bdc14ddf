namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>Activations in the forms in which exporters write them.</summary>
internal static class ActivationExports
{
    public static GeneratedTensor? HardSwishInParts(GraphGrower graph, GeneratedTensor x)
    {
        var moved = graph.Node("Add", $"{x.Name} {graph.Scalar(3)}", x.Row);
        var clipped = graph.Node("Clip", $"{moved.Name} {graph.Scalar(0)} {graph.Scalar(6)}", x.Row);
        return graph.Chance(0.5)
            ? graph.Node("Mul", $"{x.Name} {graph.Node("Div", $"{clipped.Name} {graph.Scalar(6)}", x.Row).Name}", x.Row)
            : graph.Node("Div", $"{graph.Node("Mul", $"{x.Name} {clipped.Name}", x.Row).Name} {graph.Scalar(6)}", x.Row);
    }

    public static GeneratedTensor? Relu6(GraphGrower graph, GeneratedTensor x) => graph.One(0, 1, 2, 3) switch
    {
        0 => graph.Node("Min", $"{graph.Node("Max", $"{x.Name} {graph.Scalar(0)}", x.Row).Name} {graph.Scalar(6)}", x.Row),
        1 => graph.Node("Min", $"{graph.Node("Relu", x.Name, x.Row).Name} {graph.Scalar(6)}", x.Row),
        2 => graph.Node("Clip", $"{graph.Node("Relu", x.Name, x.Row).Name} - {graph.Scalar(6)}", x.Row),
        _ => graph.Node("Clip", $"{x.Name} {graph.Scalar(0)} {graph.Scalar(6)}", x.Row),
    };

    public static GeneratedTensor? Mish(GraphGrower graph, GeneratedTensor x) =>
        graph.Node("Mul", $"{x.Name} {graph.Node("Tanh", graph.Node("Softplus", x.Name, x.Row).Name, x.Row).Name}", x.Row);

    public static GeneratedTensor? TanhGelu(GraphGrower graph, GeneratedTensor x)
    {
        string cube = graph.Node("Pow", $"{x.Name} {graph.Scalar(3)}", x.Row).Name;
        string sum = graph.Node("Add", $"{x.Name} {graph.Node("Mul", $"{cube} {graph.Scalar(0.044715f)}", x.Row).Name}", x.Row).Name;
        string tanh = graph.Node("Tanh", graph.Node("Mul", $"{sum} {graph.Scalar(0.7978846f)}", x.Row).Name, x.Row).Name;
        string half = graph.Node("Mul", $"{x.Name} {graph.Scalar(0.5f)}", x.Row).Name;
        return graph.Node("Mul", $"{half} {graph.Node("Add", $"{tanh} {graph.Scalar(1)}", x.Row).Name}", x.Row);
    }

    public static GeneratedTensor? ErfGelu(GraphGrower graph, GeneratedTensor x)
    {
        string erf = graph.Node("Erf", graph.Node("Div", $"{x.Name} {graph.Scalar(1.4142135f)}", x.Row).Name, x.Row).Name;
        string half = graph.Node("Mul", $"{graph.Node("Add", $"{erf} {graph.Scalar(1)}", x.Row).Name} {graph.Scalar(0.5f)}", x.Row).Name;
        return graph.Node("Mul", $"{x.Name} {half}", x.Row);
    }

    public static GeneratedTensor? QuickGelu(GraphGrower graph, GeneratedTensor x) =>
        graph.Node("Mul", $"{x.Name} {graph.Node("Sigmoid", graph.Node("Mul", $"{x.Name} {graph.Scalar(1.702f)}", x.Row).Name, x.Row).Name}", x.Row);

    public static GeneratedTensor? Leaky(GraphGrower graph, GeneratedTensor x) => graph.One(0, 1, 2) switch
    {
        0 => graph.Node("LeakyRelu", x.Name, x.Row, ("alpha", graph.One(0.01f, 0.1f, 0.3f))),
        1 => graph.Node("PRelu", $"{x.Name} {graph.Constant([0.2f], [1, .. x.Row[1..].Select(_ => 1L)])}", x.Row),
        _ => graph.Node("Max", $"{x.Name} {graph.Node("Mul", $"{x.Name} {graph.Scalar(0.1f)}", x.Row).Name}", x.Row),
    };

    public static GeneratedTensor? PRelu(GraphGrower graph, GeneratedTensor x) =>
        x.IsImage ? graph.Node("PRelu", $"{x.Name} {graph.Constant(graph.Normals(x.Row[0], 0.2), x.Row[0], 1, 1)}", x.Row) : null;

    /// <summary>Concatenated Relu: what is below zero goes on beside what is above.</summary>
    public static GeneratedTensor? BothSides(GraphGrower graph, GeneratedTensor x)
    {
        int axis = x.IsSequence ? 1 : 0;
        if (x.Row[axis] > 32)
        {
            return null;
        }

        long[] row = [.. x.Row];
        row[axis] *= 2;
        return graph.Node("Relu", graph.Node("Concat", $"{x.Name} {graph.Node("Neg", x.Name, x.Row).Name}", row, ("axis", axis + 1)).Name, row);
    }

    public static GeneratedTensor? Masked(GraphGrower graph, GeneratedTensor x)
    {
        string above = graph.NewName();
        graph.Node("Greater", $"{x.Name} {graph.Scalar(0)}", above);
        return graph.Node("Where", $"{above} {x.Name} {graph.Scalar(0)}", x.Row);
    }
}
