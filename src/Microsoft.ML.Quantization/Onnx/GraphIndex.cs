namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Who makes and who reads each tensor of a graph. A snapshot: make a new one after the graph was edited.</summary>
internal sealed class GraphIndex
{
    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TensorUse>> _consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _captured = new(StringComparer.Ordinal);

    public GraphIndex(GraphProto graph)
    {
        Graph = graph;
        _inputs.UnionWith(graph.Input.Select(input => input.Name));
        _outputs.UnionWith(graph.Output.Select(output => output.Name));
        foreach (var initializer in graph.Initializer)
        {
            _initializers[initializer.Name] = initializer;
        }

        foreach (var node in graph.Node)
        {
            Add(node);
        }
    }

    public GraphProto Graph { get; }

    public NodeProto? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    public IReadOnlyList<TensorUse> Consumers(string tensor) => _consumers.GetValueOrDefault(tensor) ?? [];

    public TensorProto? Initializer(string tensor) => _initializers.GetValueOrDefault(tensor);

    public bool IsInput(string tensor) => _inputs.Contains(tensor) && !_initializers.ContainsKey(tensor);

    public bool IsOutput(string tensor) => _outputs.Contains(tensor);

    /// <summary>Whether a subgraph of some node (If, Loop, Scan) reads the tensor from this graph.</summary>
    public bool IsCaptured(string tensor) => _captured.Contains(tensor);

    /// <summary>The tensors that subgraphs read from this graph.</summary>
    public IReadOnlyCollection<string> Captured => _captured;

    /// <summary>A tensor, and those that are made from it.</summary>
    public IReadOnlyCollection<string> Behind(string tensor)
    {
        List<string> found = [tensor];
        var seen = new HashSet<string>(found, StringComparer.Ordinal);
        for (int i = 0; i < found.Count; i++)
        {
            found.AddRange(Consumers(found[i]).SelectMany(use => use.Node.Output).Where(seen.Add));
        }

        return found;
    }

    private void Add(NodeProto node)
    {
        for (int i = 0; i < node.Input.Count; i++)
        {
            if (node.Input[i].Length == 0)
            {
                continue;
            }

            if (!_consumers.TryGetValue(node.Input[i], out var uses))
            {
                _consumers[node.Input[i]] = uses = [];
            }

            uses.Add(new TensorUse(node, i));
        }

        foreach (string output in node.Output)
        {
            if (output.Length > 0)
            {
                _producers[output] = node;
            }
        }

        _captured.UnionWith(SubgraphCaptures.Find(node));
    }
}
