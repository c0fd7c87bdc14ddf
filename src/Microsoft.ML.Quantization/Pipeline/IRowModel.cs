namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>What scores the rows of a view, in batches or one at a time. Threads share it.</summary>
internal interface IRowModel
{
    /// <summary>Whether rows are scored together where many are read.</summary>
    bool TakesBatches { get; }

    void ThrowIfClosed();

    /// <param name="binding">The columns.</param>
    /// <param name="row">The row that moves from one to the next.</param>
    /// <param name="active">For each output, whether it is wanted.</param>
    /// <param name="position">Where in the data each row of the batch is, for messages.</param>
    IRowBatch CreateBatch(SchemaBinding binding, DataViewRow row, bool[] active, Func<int, long> position);

    IRowScorer CreateScorer(SchemaBinding binding, DataViewRow row, bool[] active);
}
