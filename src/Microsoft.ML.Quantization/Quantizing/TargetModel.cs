using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>An INT8 model that was made for a target beside the one that is scored.</summary>
/// <param name="Target">The target.</param>
/// <param name="Model">The model with QuantizeLinear and DequantizeLinear; to be disposed of by whoever uses it last.</param>
internal sealed record TargetModel(QuantizationTarget Target, OnnxModel Model);
