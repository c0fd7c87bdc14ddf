using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Which reads of a prepared graph's tensors see the quantized value once a plan is carried out.</summary>
internal sealed class QuantizedReads
{
    private readonly Dictionary<string, NodePlan> _nodes;
    private readonly HashSet<string> _tensors;
    private readonly HashSet<string> _integer = new(StringComparer.Ordinal);

    public QuantizedReads(GraphProto graph, QuantizationPlan plan)
    {
        _nodes = plan.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        _tensors = plan.Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var index = new GraphIndex(graph);
        foreach (var node in graph.Node)
        {
            var maker = _nodes[node.Name].Role == NodeRole.Folded ? index.Producer(node.Input[0])! : node;
            if (_nodes[maker.Name].Role is NodeRole.Convolution or NodeRole.Requantizing or NodeRole.SameScale)
            {
                _integer.UnionWith(node.Output.Where(_tensors.Contains));
            }
        }
    }

    /// <summary>Whether the tensor exists in INT8 only: the node that makes it gives no FP32.</summary>
    public bool MustQuantize(string tensor) => _integer.Contains(tensor);

    /// <summary>An INT8 node reads quantized activations; an FP32 node does so only where the FP32 value no longer exists.</summary>
    public bool IsQuantized(NodeProto node, int input)
    {
        string tensor = node.Input[input];
        bool activation = _nodes[node.Name].IsQuantized && input < OperatorRules.ActivationInputs(node.OpType, node.Input.Count);
        return _tensors.Contains(tensor) && (activation || MustQuantize(tensor));
    }
}
