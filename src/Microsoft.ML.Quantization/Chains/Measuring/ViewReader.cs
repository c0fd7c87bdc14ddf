using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Chains.Measuring;

/// <summary>Reads columns of any type for the time that it takes.</summary>
internal static class ViewReader
{
    /// <summary>Reads some columns of all rows, and tells how many rows there were.</summary>
    public static int Read(IDataView view, IReadOnlyCollection<DataViewSchema.Column> columns, CancellationToken token)
    {
        using var cursor = view.GetRowCursor(columns);
        Action[] getters = [.. columns.Select(column => Getter(cursor, column))];
        int rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            token.ThrowIfCancellationRequested();
            foreach (var get in getters)
            {
                get();
            }
        }

        return rows;
    }

    private static Action Getter(DataViewRow row, DataViewSchema.Column column)
    {
        var type = column.Type is VectorDataViewType vector ? typeof(VBuffer<>).MakeGenericType(vector.ItemType.RawType) : column.Type.RawType;
        return (Action)typeof(ViewReader).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [row, column], null)!;
    }

    private static Action Create<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () => getter(ref value);
    }
}
