using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Gives names that no tensor or node of a graph has yet.</summary>
internal sealed class NameScope
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public NameScope(GraphProto graph)
    {
        _taken.UnionWith(graph.Initializer.Select(initializer => initializer.Name));
        _taken.UnionWith(graph.Input.Select(input => input.Name));
        _taken.UnionWith(graph.Node.SelectMany(node => node.Input.Concat(node.Output).Append(node.Name)));
        _taken.UnionWith(graph.Node.SelectMany(SubgraphCaptures.Of));
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
