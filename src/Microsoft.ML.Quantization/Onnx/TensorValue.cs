namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// The value of one model input or output. <paramref name="Values"/> is a <c>float[]</c>, <c>long[]</c>, <c>int[]</c>,
/// <c>byte[]</c> or <c>bool[]</c>, row-major, with as many elements as <paramref name="Shape"/> says.
/// </summary>
internal readonly record struct TensorValue(string Name, Array Values, long[] Shape);
