namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>How weights are brought to INT8.</summary>
/// <param name="PerChannel">A scale for each output channel, or one for the tensor.</param>
/// <param name="ReduceRange">7 bits instead of 8.</param>
/// <param name="LargestPair">What two neighbouring weights of one sign may come to together, in steps, for which scales are raised; <see langword="null"/> for any sum.</param>
/// <param name="HasIntegerBiases">Whether biases are rounded to the INT32 grid of products.</param>
/// <param name="Learned">Whether scales are learned, or follow the largest weight.</param>
internal sealed record WeightRounding(bool PerChannel, bool ReduceRange, float? LargestPair, bool HasIntegerBiases, bool Learned);
