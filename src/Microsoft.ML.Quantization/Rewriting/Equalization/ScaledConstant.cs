namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>A bias, or a constant that is added: it is scaled as the channels are that it is added to.</summary>
/// <param name="Name">The initializer.</param>
/// <param name="Channels">The channel of each value.</param>
internal sealed record ScaledConstant(string Name, int[] Channels);
