namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Weights that were written in INT8.</summary>
/// <param name="Source">The initializer that held them in FP32.</param>
/// <param name="Values">The initializer of the integers, of the same shape.</param>
/// <param name="Scales">Their scales.</param>
/// <param name="Axis">The dimension with a scale for each index; <see langword="null"/> for one scale.</param>
internal sealed record WrittenWeights(string Source, string Values, float[] Scales, int? Axis);
