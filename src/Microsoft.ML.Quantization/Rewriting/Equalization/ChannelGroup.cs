namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Channels that are scaled together, because tensors hold them side by side.</summary>
/// <param name="Channels">Those that stand for their sets.</param>
/// <param name="Tensors">The tensors that hold them, in the order in which they are made.</param>
internal sealed record ChannelGroup(int[] Channels, IReadOnlyList<string> Tensors)
{
    /// <summary>What a report calls the group, by its first tensor.</summary>
    public string Name => $"channels of {Tensors[0]}";

    /// <summary>The lowest upper bound that a Clip sets on any of the tensors; infinite where there is none. Channels may then be scaled up only.</summary>
    public double Bound { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the tensors are what layers make and sums of such, without an activation.</summary>
    public bool IsLinear { get; init; }
}
