using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Writes a plan into a prepared graph: QuantizeLinear and DequantizeLinear around what runs in INT8, integer weights and biases.</summary>
internal sealed class QdqRewriter
{
    private readonly GraphProto _graph;
    private readonly GraphIndex _index;
    private readonly PlannedGraph _planned;
    private readonly NameScope _names;
    private readonly Dictionary<string, TensorPlan> _tensors;
    private readonly ActivationWriter _activations;
    private readonly WeightWriter _weights;
    private readonly List<NodeProto> _written = [];

    private QdqRewriter(OnnxModel model, QuantizationPlan plan, QdqSettings settings)
    {
        _graph = model.Graph;
        _index = new GraphIndex(_graph);
        _planned = new PlannedGraph(_index, plan);
        _names = new NameScope(_graph);
        _tensors = plan.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _activations = new ActivationWriter(_graph, _names, settings);
        _weights = new WeightWriter(model, _graph, _index, _names, settings);
    }

    /// <summary>The quantized form of <paramref name="model"/>, which is left as it is.</summary>
    public static OnnxModel Rewrite(OnnxModel model, QuantizationPlan plan, QdqSettings settings)
    {
        var rewritten = model.With(model.Proto.Clone());
        new QdqRewriter(rewritten, plan, settings).Rewrite();
        return rewritten;
    }

    private void Rewrite()
    {
        foreach (var folded in _graph.Node.Where(_planned.IsFolded))
        {
            _planned.Maker(folded.Output[0])!.Output[0] = folded.Output[0];
        }

        foreach (var tensor in _tensors.Values.Where(tensor => _planned.Maker(tensor.Name) == null))
        {
            _written.AddRange(_activations.Write(tensor, tensor.Name));
        }

        foreach (var node in _planned.Nodes)
        {
            if (_planned.PlanOf(node).Role is NodeRole.Convolution or NodeRole.Linear)
            {
                _written.AddRange(_weights.Write(node, _activations.ParametersOf(_tensors[node.Input[0]])));
            }

            Read(node);
            _written.Add(node);
            WriteOutputs(node);
        }

        _graph.Node.Clear();
        _graph.Node.AddRange(_written);
        UnusedInitializers.Remove(_graph);
    }

    private void Read(NodeProto node)
    {
        for (int i = 0; i < node.Input.Count; i++)
        {
            if (_planned.ReadsQuantized(node, i))
            {
                node.Input[i] = _activations.Dequantized(node.Input[i]);
            }
        }
    }

    private void WriteOutputs(NodeProto node)
    {
        for (int i = 0; i < node.Output.Count; i++)
        {
            if (_tensors.TryGetValue(node.Output[i], out var tensor))
            {
                string source = Source(node, i, tensor.Name);
                _written.AddRange(_activations.Write(tensor, source));
            }
        }
    }

    /// <summary>The name of what is quantized, which may be one more tensor between the node and its QuantizeLinear.</summary>
    private string Source(NodeProto node, int output, string tensor)
    {
        if (_planned.IsMadeInInt8(tensor))
        {
            if (_index.IsOutput(tensor) || _index.IsCaptured(tensor))
            {
                _activations.DequantizeAs(tensor, tensor);
                return node.Output[output] = _names.Unique(tensor + "_QuantizeLinear_Input");
            }
        }
        else if (FusionBarriers.IsNeeded(tensor, _planned))
        {
            string behind = _names.Unique(tensor + "_Barrier_Output");
            _written.Add(FusionBarriers.Create(_names.Unique(tensor + "_Barrier"), tensor, behind));
            return behind;
        }

        return tensor;
    }
}
