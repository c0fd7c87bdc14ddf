namespace Microsoft.ML.Quantization.Reporting;

/// <summary>In words, what a node runs in.</summary>
internal static class NodeState
{
    public static string Describe(NodeReport node) => node switch
    {
        { IsFolded: true } => "folded",
        { IsQuantized: true, IsFused: true } => "INT8",
        { IsQuantized: true } => "INT8, not fused",
        _ => "FP32",
    };

    /// <summary>Runs of neighbours in the graph's order that are all INT8, or all FP32: their first place and their length.</summary>
    public static IEnumerable<(int First, int Count, bool IsQuantized)> Regions(IReadOnlyList<NodeReport> nodes)
    {
        for (int first = 0, end; first < nodes.Count; first = end)
        {
            for (end = first + 1; end < nodes.Count && nodes[end].IsQuantized == nodes[first].IsQuantized; end++)
            {
            }

            yield return (first, end - first, nodes[first].IsQuantized);
        }
    }
}
