using Microsoft.ML.Quantization.Pipeline;
namespace Microsoft.ML.Quantization.Onnx;

/// <summary>How many values a shape holds, however large its sizes are.</summary>
internal static class ElementCount
{
    /// <summary>The product of <paramref name="sizes"/>, or the largest number there is where it is larger still.</summary>
    public static long Of(IEnumerable<long> sizes)
    {
        long count = 1;
        foreach (long size in sizes)
        {
            count = (long)Int128.Min((Int128)count * size, long.MaxValue);
            if (count == 0)
            {
                return 0;
            }
        }

        return count;
    }

    /// <summary>The values of a row, which must fit one array.</summary>
    /// <param name="sizes">The sizes of a row; free ones are left out.</param>
    /// <param name="tensor">Whose they are, for the message.</param>
    /// <exception cref="NotSupportedException">There are more than an array holds.</exception>
    public static int OfRow(IEnumerable<long> sizes, TensorSignature tensor)
    {
        long count = Of(sizes);
        return count <= Array.MaxLength
            ? (int)count
            : throw new NotSupportedException(
                $"A row of '{tensor.Name}' {tensor.Shape} would have {(count == long.MaxValue ? "over " : "")}{count} values; no column holds more than {Array.MaxLength}. Give the model smaller dimensions.");
    }
}
