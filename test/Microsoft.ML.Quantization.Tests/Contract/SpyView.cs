namespace Microsoft.ML.Quantization.Tests.Contract;

/// <summary>A view that notes what it is asked for.</summary>
internal sealed class SpyView(IDataView inner) : IDataView
{
    public HashSet<string> Asked { get; } = [];

    public int Cursors { get; private set; }

    public bool CanShuffle => inner.CanShuffle;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Note(columnsNeeded);
        return inner.GetRowCursor(columnsNeeded, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        Note(columnsNeeded);
        return inner.GetRowCursorSet(columnsNeeded, n, rand);
    }

    private void Note(IEnumerable<DataViewSchema.Column> columns)
    {
        Cursors++;
        Asked.UnionWith(columns.Select(column => column.Name));
    }
}
