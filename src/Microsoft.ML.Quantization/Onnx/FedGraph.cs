namespace Microsoft.ML.Quantization.Onnx;

/// <summary>A model without what needs inputs that nothing is fed to.</summary>
internal static class FedGraph
{
    /// <summary>
    /// The model without the other inputs, and the nodes and outputs that need them; the model itself where nothing does. An input that nothing
    /// reads stays.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The inputs that are fed.</param>
    public static OnnxModel Create(OnnxModel model, IReadOnlyCollection<string> inputs)
    {
        var graph = model.Graph;
        var read = graph.Node.SelectMany(SubgraphCaptures.Reads).Concat(graph.Output.Select(output => output.Name)).ToHashSet(StringComparer.Ordinal);
        var given = graph.Initializer.Select(tensor => tensor.Name).Concat(graph.SparseInitializer.Select(tensor => tensor.Values.Name)).ToHashSet(StringComparer.Ordinal);
        var absent = graph.Input.Select(input => input.Name).Where(name => read.Contains(name) && !given.Contains(name)).Except(inputs).ToHashSet(StringComparer.Ordinal);
        if (absent.Count == 0)
        {
            return model;
        }

        // Nodes are in order: what one reads was made before.
        var proto = model.Proto.Clone();
        var nodes = new List<NodeProto>();
        foreach (var node in proto.Graph.Node)
        {
            if (SubgraphCaptures.Reads(node).Any(absent.Contains))
            {
                absent.UnionWith(node.Output.Where(output => output.Length > 0));
            }
            else
            {
                nodes.Add(node);
            }
        }

        Keep(proto.Graph.Node, nodes);
        Keep(proto.Graph.Input, [.. proto.Graph.Input.Where(input => !absent.Contains(input.Name))]);
        Keep(proto.Graph.Output, [.. proto.Graph.Output.Where(output => !absent.Contains(output.Name))]);
        return model.Replace(proto);
    }

    private static void Keep<T>(Google.Protobuf.Collections.RepeatedField<T> all, List<T> kept)
    {
        all.Clear();
        all.AddRange(kept);
    }
}
