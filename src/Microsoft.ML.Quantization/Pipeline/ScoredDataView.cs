namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The source with the model's outputs added: nothing is read before a cursor asks for it, and then only what it needs.</summary>
internal sealed class ScoredDataView(IDataView source, SchemaBinding binding, IRowModel model) : IDataView
{
    public DataViewSchema Schema => binding.Output;

    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        model.ThrowIfClosed();
        return Wrap(source.GetRowCursor(binding.Dependencies(columns), rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        model.ThrowIfClosed();
        return Array.ConvertAll(source.GetRowCursorSet(binding.Dependencies(columns), n, rand), cursor => Wrap(cursor, columns));
    }

    private DataViewRowCursor Wrap(DataViewRowCursor cursor, DataViewSchema.Column[] columns)
    {
        var wanted = columns.Select(column => column.Index).ToHashSet();
        var active = binding.ActiveOutputs(columns);
        bool batch = model.TakesBatches && active.Contains(true)
            && columns.All(column => binding.OutputIndex(column) >= 0 || HeldColumn.CanHold(column.Type));
        return batch
            ? new BatchCursor(cursor, binding, model, wanted, active)
            : new SingleRowCursor(cursor, binding, model, wanted, active);
    }
}
