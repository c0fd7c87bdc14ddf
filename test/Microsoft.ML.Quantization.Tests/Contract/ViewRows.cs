using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tests.Contract;

/// <summary>The rows of a view as lines of text that differ when any bit of a value does.</summary>
internal static class ViewRows
{
    public static string[] Read(IDataView view, params string[] columns)
    {
        var active = Columns(view.Schema, columns);
        using var cursor = view.GetRowCursor(active);
        return [.. Lines(cursor, active)];
    }

    public static string[] ReadParallel(IDataView view, int cursors, params string[] columns)
    {
        var active = Columns(view.Schema, columns);
        var set = view.GetRowCursorSet(active, cursors);
        var lines = new string[set.Length][];
        Parallel.For(0, set.Length, i =>
        {
            using var cursor = set[i];
            lines[i] = [.. Lines(cursor, active)];
        });
        return [.. lines.SelectMany(line => line)];
    }

    /// <summary>The rows as a prediction engine gets them: one by one through a row mapper.</summary>
    public static string[] ReadMapped(ITransformer transformer, IDataView view, params string[] columns)
    {
        var mapper = transformer.GetRowToRowMapper(view.Schema);
        var active = Columns(mapper.OutputSchema, columns);
        var needed = mapper.GetDependencies(active);
        using var cursor = view.GetRowCursor(needed);
        using var row = mapper.GetRow(cursor, active);
        Assert.AreSame(mapper.OutputSchema, row.Schema);
        Func<string>[] cells = [.. active.Select(column => CellReader.Create(row, column))];
        var lines = new List<string>();
        while (cursor.MoveNext())
        {
            Assert.AreEqual(cursor.Position, row.Position);
            lines.Add(string.Join('\t', cells.Select(cell => cell())));
        }

        return [.. lines];
    }

    private static DataViewSchema.Column[] Columns(DataViewSchema schema, string[] columns) =>
        columns.Length == 0 ? [.. schema.Where(column => !column.IsHidden)] : [.. columns.Select(name => schema[name])];

    private static IEnumerable<string> Lines(DataViewRowCursor cursor, DataViewSchema.Column[] active)
    {
        Func<string>[] cells = [.. active.Select(column => CellReader.Create(cursor, column))];
        var id = cursor.GetIdGetter();
        long last = -1;
        while (cursor.MoveNext())
        {
            Assert.IsTrue(cursor.Position > last || cursor.Batch > 0, "The position of a cursor rises.");
            last = cursor.Position;
            DataViewRowId value = default;
            id(ref value);
            yield return string.Join('\t', cells.Select(cell => cell()));
        }
    }
}
