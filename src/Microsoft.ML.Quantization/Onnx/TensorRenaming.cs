using Google.Protobuf.Collections;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Gives tensors of a graph, its subgraphs included, other names.</summary>
internal static class TensorRenaming
{
    public static HashSet<string> Names(GraphProto graph)
    {
        var names = new HashSet<string>();
        Visit(graph, name =>
        {
            names.Add(name);
            return name;
        });
        return names;
    }

    public static void Rename(GraphProto graph, IReadOnlyDictionary<string, string> names)
    {
        if (names.Count > 0)
        {
            Visit(graph, name => names.GetValueOrDefault(name, name));
        }
    }

    private static void Visit(GraphProto graph, Func<string, string> rename)
    {
        foreach (var value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            value.Name = rename(value.Name);
        }

        foreach (var tensor in graph.Initializer)
        {
            tensor.Name = rename(tensor.Name);
        }

        foreach (var node in graph.Node)
        {
            VisitAll(node.Input, rename);
            VisitAll(node.Output, rename);
            foreach (var subgraph in node.Attribute.SelectMany(attribute => attribute.Graphs.Concat(attribute.G is { } one ? [one] : [])))
            {
                Visit(subgraph, rename);
            }
        }
    }

    private static void VisitAll(RepeatedField<string> names, Func<string, string> rename)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i].Length > 0)
            {
                names[i] = rename(names[i]);
            }
        }
    }
}
