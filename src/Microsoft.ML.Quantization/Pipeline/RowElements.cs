using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>How many values a row of a column holds.</summary>
internal static class RowElements
{
    /// <summary>The values of a row, which must fit one array.</summary>
    /// <param name="sizes">The sizes of a row; free ones are left out.</param>
    /// <param name="tensor">Whose they are, for the message.</param>
    /// <exception cref="NotSupportedException">There are more than an array holds.</exception>
    public static int Count(IEnumerable<long> sizes, TensorSignature tensor)
    {
        long count = ElementCount.Multiply(sizes);
        return count <= Array.MaxLength
            ? (int)count
            : throw new NotSupportedException(
                $"A row of '{tensor.Name}' {tensor.Shape} would have {(count == long.MaxValue ? "over " : "")}{count} values; no column holds more than {Array.MaxLength}. Give the model smaller dimensions.");
    }
}
