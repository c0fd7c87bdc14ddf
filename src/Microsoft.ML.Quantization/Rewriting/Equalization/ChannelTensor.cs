namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>A tensor whose channels can be scaled one by one.</summary>
/// <param name="Channels">The channels, by their numbers in <see cref="ChannelSets"/>.</param>
/// <param name="Rank">How many dimensions the tensor has.</param>
/// <param name="Axis">Which of them holds the channels.</param>
internal sealed record ChannelTensor(int[] Channels, int Rank, int Axis)
{
    /// <summary>Whether another has its channels in the same place.</summary>
    public bool IsLike(ChannelTensor other) => Rank == other.Rank && Axis == other.Axis;
}
