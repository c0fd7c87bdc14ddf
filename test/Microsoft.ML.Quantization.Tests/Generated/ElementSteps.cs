namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>Steps that keep the shape.</summary>
internal static class ElementSteps
{
    public static GeneratedTensor? Relu(GraphGrower graph, GeneratedTensor x) => graph.Node("Relu", x.Name, x.Row);

    public static GeneratedTensor? Clip(GraphGrower graph, GeneratedTensor x)
    {
        var (low, high) = graph.One<(string, string)>((graph.Scalar(0), graph.Scalar(6)), (graph.Scalar(-1), graph.Scalar(1.5f)), (graph.Scalar(0), "-"), ("-", graph.Scalar(2)));
        return graph.Node("Clip", $"{x.Name} {low} {high}", x.Row);
    }

    public static GeneratedTensor? Smooth(GraphGrower graph, GeneratedTensor x)
    {
        string operatorType = graph.One("Sigmoid", "Tanh", "LeakyRelu", "Elu", "HardSwish", "SiLU", "HardSigmoid", "Softplus");
        return operatorType switch
        {
            "SiLU" => graph.Node("Mul", $"{x.Name} {graph.Node("Sigmoid", x.Name, x.Row).Name}", x.Row),
            "HardSwish" when graph.Opset < 14 => graph.Node("Mul", $"{x.Name} {graph.Node("HardSigmoid", x.Name, x.Row).Name}", x.Row),
            _ => graph.Node(operatorType, x.Name, x.Row),
        };
    }

    public static GeneratedTensor? Add(GraphGrower graph, GeneratedTensor x) =>
        graph.Other(x, x.HasShapeOf) is { } other ? graph.Node("Add", $"{x.Name} {other.Name}", x.Row) : null;

    /// <summary>A product with a gate, so that its size stays.</summary>
    public static GeneratedTensor? Multiply(GraphGrower graph, GeneratedTensor x) =>
        graph.Other(x, x.HasShapeOf) is { } other ? graph.Node("Mul", $"{x.Name} {graph.Node("Sigmoid", other.Name, x.Row).Name}", x.Row) : null;

    public static GeneratedTensor? AddConstant(GraphGrower graph, GeneratedTensor x) => graph.Node(graph.One("Add", "Sub"), $"{x.Name} {PerChannel(graph, x, graph.Normals(x.Row[0], 0.3))}", x.Row);

    public static GeneratedTensor? MultiplyByConstant(GraphGrower graph, GeneratedTensor x) => graph.Node(graph.One("Mul", "Div"), $"{x.Name} {PerChannel(graph, x, graph.Gains(x.Row[0]))}", x.Row);

    public static GeneratedTensor? Larger(GraphGrower graph, GeneratedTensor x) =>
        graph.Other(x, x.HasShapeOf) is { } other ? graph.Node(graph.One("Max", "Min"), $"{x.Name} {other.Name}", x.Row) : null;

    public static GeneratedTensor? Softmax(GraphGrower graph, GeneratedTensor x) => x.IsImage || graph.Chance(0.5) ? null : graph.Node("Softmax", x.Name, x.Row, ("axis", -1));

    /// <summary>Sqrt(Relu(x) + 0.1): its reader must see no negative value.</summary>
    public static GeneratedTensor? Root(GraphGrower graph, GeneratedTensor x) => graph.Chance(0.5) ? null
        : graph.Node("Sqrt", graph.Node("Add", $"{graph.Node("Relu", x.Name, x.Row).Name} {graph.Scalar(0.1f)}", x.Row).Name, x.Row);

    public static GeneratedTensor? Pass(GraphGrower graph, GeneratedTensor x) => graph.Node(graph.One("Identity", "Dropout", "Neg", "Abs"), x.Name, x.Row);

    private static string PerChannel(GraphGrower graph, GeneratedTensor x, float[] values) =>
        graph.Chance(0.25) ? graph.Scalar(values[0]) : graph.Constant(values, [x.Row[0], .. x.Row[1..].Select(_ => 1L)]);
}
