using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// Scores row by row on the source's own cursor: for models that take no batch, and when a column passed through holds values
/// that cannot be kept beside the source's (images, which their owner disposes of).
/// </summary>
internal sealed class SingleRowCursor(DataViewRowCursor input, SchemaBinding binding, IRowModel model, HashSet<int> wanted, bool[] active) : DataViewRowCursor
{
    private readonly ScoredRow _row = new(input, binding, model, active);

    public override DataViewSchema Schema => binding.Output;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => wanted.Contains(column.Index);

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        IsColumnActive(column) ? _row.GetGetter<TValue>(column) : throw ColumnGetters.Inactive(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _row.Dispose();
        }

        base.Dispose(disposing);
    }
}
