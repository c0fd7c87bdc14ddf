namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// The value of one model input or output. <paramref name="Values"/> is a <c>float[]</c>, <c>long[]</c>, <c>int[]</c>,
/// <c>byte[]</c>, <c>bool[]</c>, another array of numbers or a <c>string[]</c>, row-major, with as many elements as <paramref name="Shape"/> says.
/// </summary>
internal readonly record struct TensorValue(string Name, Array Values, long[] Shape)
{
    /// <summary>The column that it was read from, for messages; <see langword="null"/> where it comes from none.</summary>
    public string? Column { get; init; }

    /// <summary>The row of that column.</summary>
    public long Row { get; init; }
}
