using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>Steps whose nodes have graphs of their own, which read tensors of the graph around them.</summary>
internal static class SubgraphSteps
{
    /// <summary>Decided by the data: whether the mean of a tensor is positive.</summary>
    public static GeneratedTensor? If(GraphGrower graph, GeneratedTensor x)
    {
        if (graph.Chance(0.5))
        {
            return null;
        }

        var (mean, condition) = (graph.NewName(), graph.NewName());
        graph.Node("ReduceMean", x.Name, mean, ("keepdims", 0));
        graph.Node("Greater", $"{mean} {graph.Scalar(-1e6f)}", condition);
        return Branch(graph, x, condition);
    }

    /// <summary>Decided by a constant.</summary>
    public static GeneratedTensor? ConstantIf(GraphGrower graph, GeneratedTensor x) => graph.Chance(0.5) ? null : Branch(graph, x, graph.Flag(graph.Chance(0.5)));

    private static GeneratedTensor Branch(GraphGrower graph, GeneratedTensor x, string condition)
    {
        string through = graph.Chance(0.5) ? x.Name : graph.Node("Identity", x.Name, x.Row).Name;
        return graph.Node("If", condition, x.Row, ("then_branch", Subgraph(graph, "Relu", through)), ("else_branch", Subgraph(graph, "Neg", through)));
    }

    private static GraphProto Subgraph(GraphGrower graph, string operatorType, string captured)
    {
        string result = graph.NewName();
        var body = new GraphProto { Name = result };
        body.Node.Add(ModelBuilder.MakeNode(operatorType, captured, result));
        body.Output.Add(ModelBuilder.Value(result, DataType.Float, null));
        return body;
    }
}
