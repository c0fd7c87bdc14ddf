namespace Microsoft.ML.Quantization;

/// <summary>An INT8 model with the same inputs and outputs as the FP32 one, and how it came to be.</summary>
/// <param name="Model">The bytes of the ONNX model.</param>
/// <param name="Calibration">The ranges and what they were chosen from.</param>
/// <param name="Report">What was gained, measured when it is first asked for.</param>
internal sealed record QuantizationResult(byte[] Model, CalibrationTable Calibration, Lazy<QuantizationReport> Report);
