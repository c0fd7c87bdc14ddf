using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Gives names that no tensor or node of a graph, its subgraphs included, has yet.</summary>
internal sealed class NameScope
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

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
        string name = wanted;
        for (int i = 1; !_taken.Add(name); i++)
        {
            name = $"{wanted}_{i}";
        }

        return name;
    }
}
