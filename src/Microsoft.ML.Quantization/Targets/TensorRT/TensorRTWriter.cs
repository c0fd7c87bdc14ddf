using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.TensorRT;

/// <summary>Writes ONNX with QuantizeLinear and DequantizeLinear, which is what TensorRT's parser reads.</summary>
internal sealed class TensorRTWriter : TargetWriter;
