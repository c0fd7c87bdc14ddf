namespace Microsoft.ML.Quantization;

/// <summary>An INT8 model with the same inputs and outputs as the FP32 one, and how it came to be.</summary>
internal sealed record QuantizationResult(byte[] Model, QuantizationReport Report);
