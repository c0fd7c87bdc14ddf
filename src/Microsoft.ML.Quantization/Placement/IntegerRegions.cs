using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>INT8 nodes that hand INT8 values to each other, found as connected parts of the graph.</summary>
internal static class IntegerRegions
{
    /// <param name="nodes">The INT8 nodes.</param>
    /// <param name="neighbours">The INT8 nodes that read a node's INT8 output.</param>
    public static IEnumerable<IReadOnlyList<NodeProto>> Of(IReadOnlyCollection<NodeProto> nodes, Func<NodeProto, IEnumerable<NodeProto>> neighbours)
    {
        var parents = nodes.ToDictionary(node => node, node => node, (IEqualityComparer<NodeProto>)ReferenceEqualityComparer.Instance);
        foreach (var node in nodes)
        {
            foreach (var reader in neighbours(node))
            {
                parents[Root(parents, reader)] = Root(parents, node);
            }
        }

        return nodes.GroupBy(node => Root(parents, node), (IEqualityComparer<NodeProto>)ReferenceEqualityComparer.Instance).Select(region => region.ToArray());
    }

    private static NodeProto Root(Dictionary<NodeProto, NodeProto> parents, NodeProto node)
    {
        while (!ReferenceEquals(parents[node], node))
        {
            node = parents[node];
        }

        return node;
    }
}
