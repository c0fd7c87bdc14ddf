namespace Microsoft.ML.Quantization.Onnx;

/// <summary>A few of many rows, evenly spread: rows that are neighbours are often alike.</summary>
internal static class SpreadRows
{
    /// <summary>At most <paramref name="count"/> of the rows, in their order.</summary>
    public static TensorValue[][] Take(TensorValue[][] rows, int count)
    {
        count = Math.Min(count, rows.Length);
        return [.. Enumerable.Range(0, count).Select(i => rows[(int)((long)i * rows.Length / count)])];
    }
}
