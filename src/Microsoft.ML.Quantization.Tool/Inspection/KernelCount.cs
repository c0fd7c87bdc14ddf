using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>The nodes of one kernel in ONNX Runtime's optimized graph.</summary>
/// <param name="Name">The operator.</param>
/// <param name="Nodes">How many there are.</param>
/// <param name="RunsIn">What they compute in, as <see cref="Kernel.RunsIn"/> says.</param>
internal sealed record KernelCount(string Name, int Nodes, string RunsIn)
{
    public bool IsInteger => RunsIn == Kernel.Int8;

    public static IReadOnlyList<KernelCount> Count(GraphProto optimized) =>
    [
        .. RuntimeTypes.Of(optimized).SelectMany(each => each.Graph.Node.Select(node => (node.OpType, RunsIn: Kernel.RunsIn(node, each.Types))))
            .GroupBy(node => node).Select(group => new KernelCount(group.Key.OpType, group.Count(), group.Key.RunsIn))
            .OrderByDescending(count => count.IsInteger).ThenByDescending(count => count.Nodes).ThenBy(count => count.Name, StringComparer.Ordinal),
    ];
}
