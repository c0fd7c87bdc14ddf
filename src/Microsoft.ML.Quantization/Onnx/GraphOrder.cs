namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Puts a graph's nodes in an order in which every tensor is produced before it is read.</summary>
internal static class GraphOrder
{
    /// <summary>Sorts the graph and its subgraphs; nodes that are in order already keep their places.</summary>
    /// <exception cref="InvalidDataException">The graph has a cycle, or a node reads a tensor that nothing produces.</exception>
    public static void Sort(GraphProto graph) => Sort(graph, new HashSet<string>(StringComparer.Ordinal));

    private static void Sort(GraphProto graph, HashSet<string> outer)
    {
        var known = new HashSet<string>(outer, StringComparer.Ordinal);
        known.UnionWith(graph.Input.Select(value => value.Name));
        known.UnionWith(graph.Initializer.Select(tensor => tensor.Name));

        List<NodeProto> sorted = InOrder(graph, known);
        if (!sorted.SequenceEqual(graph.Node, ReferenceEqualityComparer.Instance))
        {
            graph.Node.Clear();
            graph.Node.AddRange(sorted);
        }

        known.UnionWith(graph.Node.SelectMany(node => node.Output));
        foreach (ValueInfoProto output in graph.Output.Where(output => !known.Contains(output.Name)))
        {
            throw new InvalidDataException($"the graph's output '{output.Name}' is produced by no node. The file is truncated or wrongly exported.");
        }

        foreach (GraphProto inner in graph.Node.SelectMany(ModelWalker.Subgraphs))
        {
            Sort(inner, known);
        }
    }

    private static List<NodeProto> InOrder(GraphProto graph, HashSet<string> known)
    {
        int[] missing = new int[graph.Node.Count];
        var waiting = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var ready = new PriorityQueue<int, int>();
        for (int i = 0; i < missing.Length; i++)
        {
            foreach (string name in SubgraphCaptures.Reads(graph.Node[i]).Where(name => !known.Contains(name)).Distinct())
            {
                missing[i]++;
                (waiting.TryGetValue(name, out List<int>? readers) ? readers : waiting[name] = []).Add(i);
            }

            if (missing[i] == 0)
            {
                ready.Enqueue(i, i);
            }
        }

        var sorted = new List<NodeProto>(missing.Length);
        while (ready.TryDequeue(out int next, out _))
        {
            sorted.Add(graph.Node[next]);
            foreach (int reader in graph.Node[next].Output.SelectMany(name => waiting.Remove(name, out List<int>? readers) ? readers : []))
            {
                if (--missing[reader] == 0)
                {
                    ready.Enqueue(reader, reader);
                }
            }
        }

        return sorted.Count == missing.Length ? sorted : throw Unsortable(graph, missing);
    }

    private static InvalidDataException Unsortable(GraphProto graph, int[] missing)
    {
        HashSet<string> produced = [.. graph.Node.SelectMany(node => node.Output)];
        List<NodeProto> stuck = [.. graph.Node.Where((_, i) => missing[i] > 0)];
        HashSet<string> known = [.. graph.Input.Select(v => v.Name), .. graph.Initializer.Select(t => t.Name)];
        foreach (NodeProto node in stuck)
        {
            if (SubgraphCaptures.Reads(node).FirstOrDefault(name => !produced.Contains(name) && !known.Contains(name)) is { } lost)
            {
                return new InvalidDataException(
                    $"the node '{node.Name}' ({node.OpType}) reads '{lost}', which no input, initializer or node provides. Export the model again.");
            }
        }

        string some = string.Join(", ", stuck.Take(5).Select(node => $"'{node.Name}' ({node.OpType})"));
        return new InvalidDataException($"its graph has a cycle through {some}. ONNX graphs must not: export the model again.");
    }
}
