using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>A prepared graph as it is once a plan is carried out.</summary>
internal sealed class PlannedGraph
{
    private readonly Dictionary<string, NodePlan> _plans;
    private readonly QuantizationPlan _plan;

    /// <param name="index">The graph, which is left as it is.</param>
    /// <param name="plan">Its plan.</param>
    public PlannedGraph(GraphIndex index, QuantizationPlan plan)
    {
        (Index, _plan) = (index, plan);
        _plans = plan.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        Values = new ReadValues(index, PlanOf);
        Nodes = [.. index.Graph.Node.Where(node => !IsFolded(node))];
    }

    public GraphIndex Index { get; }

    /// <summary>What the readers of each tensor get.</summary>
    public ReadValues Values { get; }

    /// <summary>The nodes that remain, in their order.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    public NodePlan PlanOf(NodeProto node) => _plans[node.Name];

    /// <summary>Whether the weights of the node become integers.</summary>
    public bool HasIntegerWeights(NodeProto node) => PlanOf(node).Role is NodeRole.Convolution or NodeRole.Linear;

    /// <summary>Whether the plan keeps the node apart from what follows it.</summary>
    public bool HasBarrier(NodeProto node) => _plan.Barriers.Contains(node.Name);

    /// <summary>Whether the node is gone, its clipping done by the quantization of its producer's output.</summary>
    public bool IsFolded(NodeProto node) => PlanOf(node).Role == NodeRole.Folded;
}
