using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Writes a plan into a prepared graph: QuantizeLinear and DequantizeLinear around what runs in INT8, integer weights and biases.</summary>
internal sealed class QdqRewriter
{
    private readonly GraphProto _graph;
    private readonly GraphIndex _index;
    private readonly PlannedGraph _planned;
    private readonly CapturedPaths _captures;
    private readonly NameScope _names;
    private readonly TargetWriter _writer;
    private readonly Dictionary<string, TensorPlan> _tensors;
    private readonly ActivationWriter _activations;
    private readonly IntegerWeightWriter _weights;
    private readonly TableWriter _tableWriter;
    private readonly Dictionary<string, GatheredTable> _tables;
    private readonly List<NodeProto> _written = [];

    private QdqRewriter(OnnxModel model, QuantizationPlan plan, QdqSettings settings)
    {
        _graph = model.Graph;
        _index = new GraphIndex(_graph);
        _planned = new PlannedGraph(_index, plan);
        _captures = new CapturedPaths(_index);
        _names = new NameScope(_graph);
        _writer = settings.Target.Writer;
        _tensors = plan.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _activations = new ActivationWriter(_graph, _names, settings);
        _weights = new IntegerWeightWriter(model, _graph, _index, _names, settings);
        _tableWriter = new TableWriter(model, _graph, _names, new TiedTables(model, _graph, _index, _names, _weights.Written));
        _tables = GatheredTable.Find(_index).SelectMany(table => table.Readers.Select(reader => (reader, table)))
            .Where(read => _planned.PlanOf(read.reader).Role == NodeRole.Table)
            .ToDictionary(read => read.reader.Name, read => read.table, StringComparer.Ordinal);
    }

    /// <summary>The quantized form of <paramref name="model"/>, which is left as it is.</summary>
    /// <remarks>Weights are quantized one by one, which takes least memory, or several at a time.</remarks>
    public static OnnxModel Rewrite(OnnxModel model, QuantizationPlan plan, QdqSettings settings, ParallelOptions? parallel = null)
    {
        var rewritten = model.View(model.Proto.Clone());
        new QdqRewriter(rewritten, plan, settings).Rewrite(parallel);
        return rewritten;
    }

    private void Rewrite(ParallelOptions? parallel)
    {
        _weights.Quantize(_planned.Nodes.Where(_planned.HasIntegerWeights).Select(node => (node, _activations.ParametersOf(_tensors[node.Input[0]]))), parallel);
        foreach (var folded in _graph.Node.Where(_planned.IsFolded))
        {
            _planned.Values.Maker(folded.Output[0])!.Output[0] = folded.Output[0];
        }

        foreach (var tensor in _tensors.Values.Where(tensor => _planned.Values.Maker(tensor.Name) == null))
        {
            _written.AddRange(_activations.Write(tensor, tensor.Name));
        }

        foreach (var node in _planned.Nodes)
        {
            _written.AddRange(_planned.HasIntegerWeights(node) ? _weights.Write(node, _activations.ParametersOf(_tensors[node.Input[0]])) : []);
            Read(node);
            _written.Add(node);
            WriteOutputs(node);
        }

        _graph.Node.Clear();
        _graph.Node.AddRange(_tableWriter.Replace(_written, _tables));
        UnusedInitializers.Remove(_graph);
    }

    private void Read(NodeProto node)
    {
        for (int i = 0; i < node.Input.Count; i++)
        {
            string tensor = node.Input[i];
            if (_planned.Values.IsRounded(new TensorUse(node, i)) && (_planned.PlanOf(node).IsQuantized || !KeepsItsName(tensor)))
            {
                node.Input[i] = _activations.Dequantized(tensor);
            }
        }
    }

    private void WriteOutputs(NodeProto node)
    {
        for (int i = 0; i < node.Output.Count; i++)
        {
            string tensor = node.Output[i];
            if (_planned.Values.IsMadeInInt8(tensor))
            {
                WriteRounded(node, i);
            }
            else
            {
                WriteFloat(node, i);
            }
        }
    }

    private void WriteRounded(NodeProto node, int output)
    {
        string tensor = node.Output[output];
        if (!KeepsItsName(tensor))
        {
            _written.AddRange(_activations.Write(_tensors[tensor], tensor));
            return;
        }

        node.Output[output] = _names.Unique(tensor + "_QuantizeLinear_Input");
        if (_captures.Contains(tensor))
        {
            _written.AddRange(_activations.Write(_tensors[tensor], node.Output[output]));
            _written.Add(QdqNodes.Barrier(_names.Unique(tensor + "_Barrier"), _activations.Dequantized(tensor), tensor));
        }
        else
        {
            _activations.DequantizeAs(tensor, tensor);
            _written.AddRange(_activations.Write(_tensors[tensor], node.Output[output]));
        }
    }

    private void WriteFloat(NodeProto node, int output)
    {
        string tensor = node.Output[output];
        if (_planned.PlanOf(node).Role == NodeRole.Linear && _writer.NeedsBarrierBehind(node, tensor, _planned))
        {
            node.Output[output] = _names.Unique(tensor + "_Barrier_Input");
            _written.Add(QdqNodes.Barrier(_names.Unique(tensor + "_Barrier"), node.Output[output], tensor));
        }

        if (_tensors.TryGetValue(tensor, out var quantized))
        {
            string source = tensor;
            if (_writer.NeedsBarrierBefore(tensor, _planned))
            {
                source = _names.Unique(tensor + "_Barrier_Output");
                _written.Add(QdqNodes.Barrier(_names.Unique(tensor + "_Barrier"), tensor, source));
            }

            _written.AddRange(_activations.Write(quantized, source));
        }
    }

    /// <summary>Whether something reads a tensor that is made in INT8 under its own name.</summary>
    private bool KeepsItsName(string tensor) => _index.IsOutput(tensor) || _captures.Contains(tensor);
}
