using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Adds nodes whose subgraphs capture a tensor.</summary>
internal static class Subgraphs
{
    /// <summary>An If that negates a tensor where the inputs sum up to more than zero.</summary>
    public static ModelBuilder If(ModelBuilder builder, string captured, string output) => Condition(builder)
        .Node("If", "positive", output, ("then_branch", Body("Neg", captured, "then_" + output)), ("else_branch", Body("Sigmoid", captured, "else_" + output)));

    /// <summary>An If that captures a tensor in an If of its own.</summary>
    public static ModelBuilder Nested(ModelBuilder builder, string captured, string output)
    {
        var outer = new GraphProto { Name = "outer" };
        outer.Node.Add(ModelBuilder.MakeNode("If", "positive", "inner_" + output, ("then_branch", Body("Neg", captured, "deep_" + output)), ("else_branch", Body("Sigmoid", captured, "other_" + output))));
        outer.Output.Add(ModelBuilder.Value("inner_" + output, DataType.Float, null));
        return Condition(builder).Node("If", "positive", output, ("then_branch", outer), ("else_branch", Body("Sigmoid", captured, "else_" + output)));
    }

    /// <summary>A Loop that negates a tensor three times.</summary>
    public static ModelBuilder Loop(ModelBuilder builder, string captured, string output)
    {
        var body = Body("Neg", captured, "sum_" + output);
        body.Input.Add(ModelBuilder.Value("i_" + output, DataType.Int64, []));
        body.Input.Add(ModelBuilder.Value("go_" + output, DataType.Bool, []));
        body.Input.Add(ModelBuilder.Value("before_" + output, DataType.Float, null));
        body.Node.Add(ModelBuilder.MakeNode("Identity", "go_" + output, "on_" + output));
        body.Output.Insert(0, ModelBuilder.Value("on_" + output, DataType.Bool, []));
        return builder.Weights("trips_" + output, [3L]).Weights("start_" + output, [0f]).Node("Loop", $"trips_{output} - start_{output}", output, ("body", body));
    }

    /// <summary>A Scan over the input's rows that gives a tensor negated for each.</summary>
    public static ModelBuilder Scan(ModelBuilder builder, string captured, string output)
    {
        var body = Body("Neg", captured, "each_" + output);
        body.Input.Add(ModelBuilder.Value("row_" + output, DataType.Float, null));
        return builder.Node("Scan", "x", output, ("body", body), ("num_scan_inputs", 1));
    }

    private static ModelBuilder Condition(ModelBuilder builder) => builder
        .Weights("nothing", [0f]).Node("ReduceSum", "x", "total", ("keepdims", 0)).Node("Greater", "total nothing", "positives").Node("Squeeze", "positives", "positive");

    private static GraphProto Body(string operatorType, string captured, string output)
    {
        var graph = new GraphProto { Name = output };
        graph.Node.Add(ModelBuilder.MakeNode(operatorType, captured, output));
        graph.Output.Add(ModelBuilder.Value(output, DataType.Float, null));
        return graph;
    }
}
