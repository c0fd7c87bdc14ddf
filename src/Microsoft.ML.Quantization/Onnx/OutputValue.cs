namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The value of one output for a row, numbers of any type as floats.</summary>
/// <param name="Name">The output.</param>
/// <param name="Values">Its values, row-major.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="IsFloat">Whether the output is of type float.</param>
internal readonly record struct OutputValue(string Name, float[] Values, long[] Shape, bool IsFloat);
