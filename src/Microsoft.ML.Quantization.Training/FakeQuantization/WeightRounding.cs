namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>How weights are brought to INT8.</summary>
/// <param name="PerChannel">A scale for each output channel, or one for the tensor.</param>
/// <param name="ReduceRange">7 bits instead of 8.</param>
/// <param name="AvoidSaturation">Whether scales are raised until no two neighbouring products overflow 16 bits.</param>
/// <param name="Learned">Whether scales are learned, or follow the largest weight.</param>
internal sealed record WeightRounding(bool PerChannel, bool ReduceRange, bool AvoidSaturation, bool Learned);
