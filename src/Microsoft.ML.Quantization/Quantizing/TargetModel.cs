using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>An INT8 model that was made for a target beside the one that is scored.</summary>
/// <param name="Target">The target.</param>
/// <param name="Plan">What of it runs in INT8, and why.</param>
/// <param name="Model">The model with QuantizeLinear and DequantizeLinear; to be disposed of by whoever uses it last.</param>
internal sealed record TargetModel(QuantizationTarget Target, QuantizationPlan Plan, OnnxModel Model);
