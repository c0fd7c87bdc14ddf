namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// The element type (ONNX's numbering) and dimensions of a tensor. A free dimension is -1, with its symbolic name, if any, in
/// <paramref name="Symbols"/>. No dimensions: a scalar, or a tensor about whose shape nothing is known before it is computed.
/// </summary>
internal sealed record TensorShape(int ElementType, IReadOnlyList<long> Dimensions, IReadOnlyList<string> Symbols);
