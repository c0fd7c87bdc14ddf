namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Rows as ML.NET sees them.</summary>
/// <param name="source">The rows.</param>
/// <param name="isRead">Told of the number of rows that a pass has read.</param>
internal sealed class RowsView(IRowSource source, Action<long>? isRead = null) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = Describe(source.Columns);

    public long? GetRowCount() => source.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new RowsCursor(Schema, source.Read(), [.. columnsNeeded.Select(column => column.Index)], isRead);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema Describe(IReadOnlyList<DataColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
        {
            builder.AddColumn(column.Name, column.Type);
        }

        return builder.ToSchema();
    }
}
