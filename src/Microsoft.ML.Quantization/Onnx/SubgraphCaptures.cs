namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The tensors that the subgraphs of a node (If, Loop, Scan) read from the graph around it.</summary>
internal static class SubgraphCaptures
{
    public static IEnumerable<string> Find(NodeProto node)
    {
        var captured = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in node.Attribute)
        {
            if (attribute.G != null)
            {
                captured.UnionWith(Free(attribute.G));
            }

            foreach (var graph in attribute.Graphs)
            {
                captured.UnionWith(Free(graph));
            }
        }

        return captured;
    }

    /// <summary>Everything a node needs before it can run: its inputs and what its subgraphs capture.</summary>
    public static IEnumerable<string> Reads(NodeProto node) => node.Input.Where(name => name.Length > 0).Concat(Find(node));

    private static HashSet<string> Free(GraphProto graph)
    {
        var free = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in graph.Node)
        {
            free.UnionWith(node.Input);
            free.UnionWith(Find(node));
        }

        free.UnionWith(graph.Output.Select(output => output.Name));
        free.ExceptWith(graph.Input.Select(input => input.Name));
        free.ExceptWith(graph.Initializer.Select(initializer => initializer.Name));
        free.ExceptWith(graph.Node.SelectMany(node => node.Output));
        free.Remove("");
        return free;
    }
}
