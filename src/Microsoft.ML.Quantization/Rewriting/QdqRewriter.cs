using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Writes a plan into a prepared graph: QuantizeLinear and DequantizeLinear around what runs in INT8, integer weights and biases.</summary>
internal sealed class QdqRewriter
{
    private readonly GraphProto _graph;
    private readonly GraphIndex _index;
    private readonly QdqSettings _settings;
    private readonly NameScope _names;
    private readonly Dictionary<string, NodePlan> _nodes;
    private readonly Dictionary<string, TensorPlan> _tensors;
    private readonly List<NodeProto> _written = [];

    private QdqRewriter(GraphProto graph, QuantizationPlan plan, QdqSettings settings)
    {
        _graph = graph;
        _index = new GraphIndex(graph);
        _settings = settings;
        _names = new NameScope(graph);
        _nodes = plan.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        _tensors = plan.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The quantized form of <paramref name="model"/>, which is left as it is.</summary>
    public static ModelProto Rewrite(ModelProto model, QuantizationPlan plan, QdqSettings settings)
    {
        var rewritten = model.Clone();
        new QdqRewriter(rewritten.Graph, plan, settings).Rewrite();
        return rewritten;
    }

    private void Rewrite()
    {
        var activations = new ActivationWriter(_graph, _names, _settings);
        var weights = new WeightWriter(_graph, _index, _names, _settings);
        var nodes = _graph.Node.ToArray();
        var producers = Producers(nodes);
        foreach (var tensor in _tensors.Values.Where(tensor => !producers.ContainsKey(tensor.Name)))
        {
            _written.AddRange(activations.Write(tensor, tensor.Name));
        }

        foreach (var node in nodes.Where(node => RoleOf(node) != NodeRole.Folded))
        {
            var role = RoleOf(node);
            if (role is NodeRole.Convolution or NodeRole.Linear)
            {
                _written.AddRange(weights.Write(node, activations.ParametersOf(_tensors[node.Input[0]])));
            }

            Read(node, producers, activations);
            _written.Add(node);
            WriteOutputs(node, producers, activations);
        }

        _graph.Node.Clear();
        _graph.Node.AddRange(_written);
        UnusedInitializers.Remove(_graph);
    }

    private NodeRole RoleOf(NodeProto node) => _nodes[node.Name].Role;

    /// <summary>The node that makes each planned tensor once activations are folded.</summary>
    private Dictionary<string, NodeProto> Producers(NodeProto[] nodes)
    {
        var producers = new Dictionary<string, NodeProto>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var maker = node;
            if (RoleOf(node) == NodeRole.Folded)
            {
                maker = _index.Producer(node.Input[0])!;
                maker.Output[0] = node.Output[0];
            }

            foreach (string output in node.Output.Where(_tensors.ContainsKey))
            {
                producers[output] = maker;
            }
        }

        return producers;
    }

    /// <summary>An INT8 node reads dequantized activations; an FP32 node does so only where the FP32 value no longer exists.</summary>
    private void Read(NodeProto node, Dictionary<string, NodeProto> producers, ActivationWriter activations)
    {
        bool quantized = _nodes[node.Name].IsQuantized;
        int activationInputs = OperatorRules.ActivationInputs(node.OpType, node.Input.Count);
        for (int i = 0; i < node.Input.Count; i++)
        {
            if (_tensors.ContainsKey(node.Input[i]) && ((quantized && i < activationInputs) || MustQuantize(producers.GetValueOrDefault(node.Input[i]))))
            {
                node.Input[i] = activations.Dequantized(node.Input[i]);
            }
        }
    }

    private bool MustQuantize(NodeProto? producer) => producer != null && RoleOf(producer) is NodeRole.Convolution or NodeRole.Requantizing or NodeRole.SameScale;

    private void WriteOutputs(NodeProto node, Dictionary<string, NodeProto> producers, ActivationWriter activations)
    {
        for (int i = 0; i < node.Output.Count; i++)
        {
            if (!_tensors.TryGetValue(node.Output[i], out var tensor))
            {
                continue;
            }

            string source = tensor.Name;
            if (MustQuantize(producers[tensor.Name]) && (_index.IsOutput(tensor.Name) || _index.IsCaptured(tensor.Name)))
            {
                source = node.Output[i] = _names.Unique(tensor.Name + "_QuantizeLinear_Input");
                activations.DequantizeAs(tensor.Name, tensor.Name);
            }

            _written.AddRange(activations.Write(tensor, source));
        }
    }
}
