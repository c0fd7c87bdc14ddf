namespace Microsoft.ML.Quantization.Placement;

/// <summary>What a plan does otherwise than its rules say, because ONNX Runtime was seen to run in FP32 what was planned in INT8.</summary>
/// <param name="Barriers">Linear nodes that are kept apart from what follows them, by name.</param>
/// <param name="Float">Nodes that stay in FP32, by name.</param>
internal sealed record PlanRepairs(IReadOnlySet<string> Barriers, IReadOnlySet<string> Float)
{
    public static PlanRepairs None { get; } = new(new HashSet<string>(), new HashSet<string>());

    /// <summary>These, and one more for each node that was not run in INT8: a barrier behind a linear node that has none yet, FP32 for others.</summary>
    public PlanRepairs With(IReadOnlyCollection<NodePlan> unfused)
    {
        string[] barred = [.. unfused.Where(node => node.Role == NodeRole.Linear && !Barriers.Contains(node.Name)).Select(node => node.Name)];
        return new(
            Barriers.Concat(barred).ToHashSet(StringComparer.Ordinal),
            Float.Concat(unfused.Select(node => node.Name).Except(barred)).ToHashSet(StringComparer.Ordinal));
    }
}
