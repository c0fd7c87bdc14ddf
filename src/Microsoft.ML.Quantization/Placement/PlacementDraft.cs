using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>A placement in the making: what is decided so far for each node, and what follows from it for the tensors.</summary>
internal sealed class PlacementDraft
{
    private readonly Dictionary<NodeProto, NodePlan> _plans = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<NodeProto, FoldableActivation> _folds = new(ReferenceEqualityComparer.Instance);

    public PlacementDraft(GraphIndex graph, PlacementRules rules)
    {
        (Graph, Rules) = (graph, rules);
        Values = new ReadValues(graph, node => _plans[node]);
    }

    public GraphIndex Graph { get; }

    public PlacementRules Rules { get; }

    /// <summary>What the readers of each tensor get, as far as it is decided.</summary>
    public ReadValues Values { get; }

    public IEnumerable<NodeProto> Nodes => Graph.Graph.Node;

    /// <summary>The nodes that take over an activation behind them.</summary>
    public IReadOnlyDictionary<NodeProto, FoldableActivation> Folds => _folds;

    public NodePlan this[NodeProto node]
    {
        get => _plans[node];
        set => _plans[node] = value;
    }

    public static NodePlan Float(NodeProto node, string reason) => new(node.Name, node.OpType, NodeRole.Float, reason);

    public void Fold(NodeProto node, FoldableActivation activation)
    {
        _folds[node] = activation;
        _plans[activation.Node] = Rules.ActivationRole == NodeRole.Folded
            ? new NodePlan(activation.Node.Name, activation.Node.OpType, NodeRole.Folded, $"folded into the output range of {node.Name}")
            : new NodePlan(activation.Node.Name, activation.Node.OpType, NodeRole.Attached, $"computed with {node.Name}, before its output is quantized");
    }

    public void Unfold(NodeProto node, string reason)
    {
        if (_folds.Remove(node, out var activation))
        {
            _plans[activation.Node] = Float(activation.Node, reason);
        }
    }

    /// <summary>The inputs of a node that could run in INT8 which are no weights.</summary>
    public IEnumerable<string> ActivationsOf(NodeProto node) => _plans[node].ActivationsOf(node);

    /// <summary>The INT8 node that makes <paramref name="tensor"/>, with the activation folded into it if there is one.</summary>
    public NodeProto? IntegerMaker(string tensor) => Values.Maker(tensor) is { } maker && _plans[maker].IsQuantized ? maker : null;
}
