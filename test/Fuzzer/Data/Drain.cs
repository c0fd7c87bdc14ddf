using System.Reflection;
using Microsoft.ML;

namespace Fuzzer.Data;

/// <summary>Reads all values of a view.</summary>
internal static class Drain
{
    private static readonly MethodInfo ReaderOf = typeof(Drain).GetMethod(nameof(Reader), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static int Read(IDataView view)
    {
        int rows = 0;
        using var cursor = view.GetRowCursor(view.Schema);
        Action[] readers = [.. view.Schema.Where(column => !column.IsHidden).Select(column => Make(cursor, column))];
        while (cursor.MoveNext())
        {
            Array.ForEach(readers, read => read());
            rows++;
        }

        return rows;
    }

    private static Action Make(DataViewRow row, DataViewSchema.Column column) =>
        ReaderOf.MakeGenericMethod(column.Type.RawType).CreateDelegate<Func<DataViewRow, DataViewSchema.Column, Action>>()(row, column);

    private static Action Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () => getter(ref value);
    }
}
