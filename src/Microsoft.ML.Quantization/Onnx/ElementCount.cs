namespace Microsoft.ML.Quantization.Onnx;

/// <summary>How many values a shape holds, however large its sizes are.</summary>
internal static class ElementCount
{
    /// <summary>The product of <paramref name="sizes"/>, or the largest number there is where it is larger still.</summary>
    public static long Multiply(IEnumerable<long> sizes)
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
}
