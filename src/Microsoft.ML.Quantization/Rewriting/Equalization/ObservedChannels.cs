using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>What is known of the channels of a tensor that is quantized.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Sets">The channels, by those that stand for their sets.</param>
/// <param name="Values">How the values of each are spread, its shift taken off.</param>
/// <param name="Reaches">How far each should be kept.</param>
/// <param name="Readers">How much errors of each count.</param>
internal sealed record ObservedChannels(string Tensor, int[] Sets, ChannelDistribution[] Values, ChannelReach[] Reaches, ReaderWeights Readers);
