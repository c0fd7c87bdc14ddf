namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>How many rows go into one call of the model.</summary>
internal sealed class BatchSizing(int? asked, BoundOutput[] outputs)
{
    // The call itself costs a few microseconds, which a few thousand values outweigh; larger batches only leave the caches.
    private const int TargetElements = 16384;
    private const int MaximumRows = 512;

    private readonly long _outputElements = outputs.Sum(output => Math.Max(0L, output.RowSize));

    public bool IsSingle => asked == 1;

    public int Rows(long inputElements) => asked ?? (int)Math.Clamp(TargetElements / Math.Max(1, inputElements + _outputElements), 1, MaximumRows);
}
