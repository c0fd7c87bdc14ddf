using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>A prepared graph as it is once a plan is carried out: who makes each tensor when folded activations are gone, and who reads it in INT8.</summary>
internal sealed class PlannedGraph
{
    private readonly Dictionary<string, NodePlan> _plans;
    private readonly HashSet<string> _tensors;
    private readonly Dictionary<string, NodeProto> _makers = new(StringComparer.Ordinal);

    /// <param name="index">The graph, which is left as it is.</param>
    /// <param name="plan">Its plan.</param>
    public PlannedGraph(GraphIndex index, QuantizationPlan plan)
    {
        _plans = plan.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        _tensors = plan.Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        Nodes = [.. index.Graph.Node.Where(node => !IsFolded(node))];
        foreach (var node in index.Graph.Node)
        {
            var maker = IsFolded(node) ? index.Producer(node.Input[0])! : node;
            foreach (string output in node.Output)
            {
                _makers[output] = maker;
            }
        }
    }

    /// <summary>The nodes that remain, in their order.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    public NodePlan PlanOf(NodeProto node) => _plans[node.Name];

    /// <summary>Whether the node is gone, its clipping done by the quantization of its producer's output.</summary>
    public bool IsFolded(NodeProto node) => PlanOf(node).Role == NodeRole.Folded;

    /// <summary>The node that makes a tensor; <see langword="null"/> for inputs and constants.</summary>
    public NodeProto? Maker(string tensor) => _makers.GetValueOrDefault(tensor);

    /// <summary>Whether the tensor exists in INT8 only: the node that makes it gives no FP32.</summary>
    public bool IsMadeInInt8(string tensor) => _tensors.Contains(tensor)
        && Maker(tensor) is { } maker && PlanOf(maker).Role is NodeRole.Convolution or NodeRole.Requantizing or NodeRole.SameScale;

    /// <summary>
    /// Whether a node sees the quantized value of its input. An INT8 node does of its activations; an FP32 node does so only where the FP32
    /// value no longer exists.
    /// </summary>
    public bool ReadsQuantized(NodeProto node, int input)
    {
        string tensor = node.Input[input];
        bool activation = PlanOf(node).IsQuantized && input < OperatorRules.ActivationInputs(node.OpType, node.Input.Count);
        return _tensors.Contains(tensor) && (activation || IsMadeInInt8(tensor));
    }
}
