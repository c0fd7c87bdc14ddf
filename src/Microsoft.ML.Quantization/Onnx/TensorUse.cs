namespace Microsoft.ML.Quantization.Onnx;

/// <summary>A node that reads a tensor, and at which of its inputs.</summary>
internal readonly record struct TensorUse(NodeProto Node, int InputIndex);
