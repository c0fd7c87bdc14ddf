using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>A placement in the making: what is decided so far for each node, and what follows from it for the tensors.</summary>
internal sealed class PlacementDraft(GraphIndex graph)
{
    private readonly Dictionary<NodeProto, NodePlan> _plans = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<NodeProto, FoldableActivation> _folds = new(ReferenceEqualityComparer.Instance);

    public GraphIndex Graph => graph;

    public IEnumerable<NodeProto> Nodes => graph.Graph.Node;

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
        _plans[activation.Node] = new NodePlan(activation.Node.Name, activation.Node.OpType, NodeRole.Folded, $"folded into the output range of {node.Name}");
    }

    public void Unfold(NodeProto node, string reason)
    {
        if (_folds.Remove(node, out var activation))
        {
            _plans[activation.Node] = Float(activation.Node, reason);
        }
    }

    /// <summary>The tensor that carries the node's result: behind the activation folded into it, if there is one.</summary>
    public string OutputOf(NodeProto node) => _folds.TryGetValue(node, out var fold) ? fold.Node.Output[0] : node.Output[0];

    /// <summary>The inputs of a node that are no weights.</summary>
    public static IEnumerable<string> ActivationsOf(NodeProto node) => node.Input.Take(OperatorRules.ActivationInputs(node.OpType, node.Input.Count));

    public bool MadeInInt8(string tensor) => IntegerMaker(tensor) != null;

    /// <summary>The INT8 node that makes <paramref name="tensor"/>, with the activation folded into it if there is one.</summary>
    public NodeProto? IntegerMaker(string tensor) => Maker(tensor) is { } maker && _plans[maker].IsQuantized ? maker : null;

    public bool ReadInInt8(string tensor) => IntegerReaders(tensor).Any();

    /// <summary>The INT8 nodes that read <paramref name="tensor"/> as an activation.</summary>
    public IEnumerable<NodeProto> IntegerReaders(string tensor) => graph.Consumers(tensor)
        .Where(use => use.InputIndex < OperatorRules.ActivationInputs(use.Node.OpType, use.Node.Input.Count) && _plans[use.Node].IsQuantized)
        .Select(use => use.Node);

    /// <summary>Whether something reads the tensor that does not run in INT8, an output of the model included.</summary>
    public bool IsReadInFloat(string tensor) => graph.IsOutput(tensor) || graph.Consumers(tensor).Any(use => !_plans[use.Node].IsQuantized);

    private NodeProto? Maker(string tensor)
    {
        var producer = graph.Producer(tensor);
        return producer != null && _plans[producer].Role == NodeRole.Folded ? graph.Producer(producer.Input[0]) : producer;
    }
}
