namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Gives names that no tensor or node of a graph, its subgraphs included, has yet.</summary>
internal sealed class NameScope
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public NameScope(GraphProto graph)
    {
        foreach (var inner in ModelWalker.Graphs(graph))
        {
            _taken.UnionWith(inner.Initializer.Select(initializer => initializer.Name));
            _taken.UnionWith(inner.Input.Select(input => input.Name));
            _taken.UnionWith(inner.Node.SelectMany(node => node.Input.Concat(node.Output).Append(node.Name)));
        }
    }

    public string Unique(string wanted)
    {
        if (_taken.Add(wanted))
        {
            return wanted;
        }

        // Thousands of nodes may want one name: what was tried before is not tried again.
        int number = _numbers.GetValueOrDefault(wanted);
        string name;
        do
        {
            name = $"{wanted}_{++number}";
        }
        while (!_taken.Add(name));

        _numbers[wanted] = number;
        return name;
    }
}
