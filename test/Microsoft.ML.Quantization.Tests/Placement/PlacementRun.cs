using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

/// <summary>Plans graphs that are left as they were built.</summary>
internal static class PlacementRun
{
    /// <summary>The graph, each node named after its first output.</summary>
    public static GraphProto Named(this ModelBuilder builder)
    {
        var graph = builder.Build().Graph;
        foreach (var node in graph.Node)
        {
            node.Name = node.Output[0];
        }

        return graph;
    }

    public static QuantizationPlan Plan(GraphProto graph, params string[] excluded) =>
        NodePlacement.Plan(graph, QuantizerRun.Target.Rules, new PlacementRequest(excluded, [], OnlyWhereFaster: false));

    /// <summary>The names of the nodes in INT8, in their order.</summary>
    public static string IntegerNodes(this QuantizationPlan plan) => string.Join(' ', plan.Nodes.Where(node => node.IsQuantized).Select(node => node.Name));
}
