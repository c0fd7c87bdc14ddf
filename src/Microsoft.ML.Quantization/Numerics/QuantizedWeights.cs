namespace Microsoft.ML.Quantization.Numerics;

/// <summary>A weight tensor as symmetric INT8: real value = integer * scale, zero point 0.</summary>
/// <param name="Values">The integers, in the order of the weights.</param>
/// <param name="Scales">One scale, or one for each slice along <paramref name="Axis"/>.</param>
/// <param name="Axis">The dimension whose slices have their own scale; <see langword="null"/> for one scale in all.</param>
internal sealed record QuantizedWeights(sbyte[] Values, float[] Scales, int? Axis);
