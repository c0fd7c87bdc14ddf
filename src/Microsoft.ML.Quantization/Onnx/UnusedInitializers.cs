namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Removes initializers that nothing reads any more.</summary>
internal static class UnusedInitializers
{
    public static void Remove(GraphProto graph)
    {
        var used = graph.Node.SelectMany(node => node.Input.Concat(SubgraphCaptures.Find(node)))
            .Concat(graph.Output.Select(output => output.Name))
            .ToHashSet(StringComparer.Ordinal);
        var kept = graph.Initializer.Where(initializer => used.Contains(initializer.Name)).ToArray();
        graph.Initializer.Clear();
        graph.Initializer.AddRange(kept);
    }
}
