namespace Microsoft.ML.Quantization.Chains.Measuring;

/// <summary>A view that is read by one cursor, so that what reads it scores on the thread that asks.</summary>
internal sealed class SingleCursorView(IDataView source) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => source.GetRowCursor(columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [source.GetRowCursor(columnsNeeded)];
}
