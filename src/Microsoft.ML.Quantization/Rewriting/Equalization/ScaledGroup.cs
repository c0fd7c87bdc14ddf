namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>A group of channels and what was chosen for it.</summary>
/// <param name="Group">The channels.</param>
/// <param name="Factors">What each is multiplied with, by the channel that stands for its set.</param>
/// <param name="Gain">By how much the predicted error falls, against the signal in what reads the channels.</param>
internal sealed record ScaledGroup(ChannelGroup Group, IReadOnlyDictionary<int, float> Factors, double Gain)
{
    /// <summary>By how many decibels the predicted error falls.</summary>
    public double Decibels { get; init; }
}
