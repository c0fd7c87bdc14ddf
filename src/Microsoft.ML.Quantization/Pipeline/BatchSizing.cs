namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>How many rows go into one call of the model.</summary>
internal sealed class BatchSizing(int? asked, BoundOutput[] outputs, long modelBytes)
{
    // Measured: a call costs a few microseconds, which in a small model is gone at about a thousand rows or 64K values; in a
    // larger model some 16 rows do, and more only fill the caches with activations.
    private const int TargetElements = 65536;
    private const int MaximumRows = 1024;
    private const int MaximumRowsOfLargeModel = 32;
    private const int LargeModelBytes = 256 * 1024;

    /// <summary>A batch of any size asked for must fit into arrays.</summary>
    private const long MostElements = 1L << 28;

    private readonly long _outputElements = outputs.Sum(output => Math.Max(0L, output.RowSize));

    public bool IsSingle => asked == 1;

    /// <summary>The rows for a batch, each of so many input values.</summary>
    public int Rows(long inputElements)
    {
        long elements = Math.Max(1, inputElements + _outputElements);
        return asked is { } rows
            ? (int)Math.Clamp(MostElements / elements, 1, rows)
            : (int)Math.Clamp(TargetElements / elements, 1, modelBytes < LargeModelBytes ? MaximumRows : MaximumRowsOfLargeModel);
    }
}
