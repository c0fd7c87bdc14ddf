namespace Microsoft.ML.Quantization.Placement;

/// <summary>What a target's file is like.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Nodes">What the nodes of the model compute in, in the order of the graph; <see langword="null"/> where that is as the plan says.</param>
internal sealed record WrittenModel(long Bytes, IReadOnlyList<WrittenNode>? Nodes);
