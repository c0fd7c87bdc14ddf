using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Pipeline;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>One pass over rows.</summary>
internal sealed class RowsCursor(DataViewSchema schema, IEnumerable<SourceRow> rows, HashSet<int> active, Action<long>? isRead) : DataViewRowCursor, IPlacedCursor
{
    private readonly IEnumerator<SourceRow> _rows = rows.GetEnumerator();
    private long _position = -1;

    public override long Position => _position;

    public long Place => _rows.Current.Place;

    public override long Batch => 0;

    public override DataViewSchema Schema => schema;

    public override bool MoveNext()
    {
        if (!_rows.MoveNext())
        {
            _position = -1;
            return false;
        }

        _position++;
        isRead?.Invoke(_position + 1);
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        object getter = column.Type is VectorDataViewType vector ? Vector(vector.ItemType.RawType, column.Index) : Scalar(column.Type.RawType, column.Index);
        return getter as ValueGetter<TValue> ?? throw new InvalidOperationException($"Column '{column.Name}' holds {column.Type}, not {typeof(TValue)}.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rows.Dispose();
        }

        base.Dispose(disposing);
    }

    private object Vector(Type item, int column) => Type.GetTypeCode(item) switch
    {
        TypeCode.Single => Vector<float>(column),
        TypeCode.Double => Vector<double>(column),
        TypeCode.Int64 => Vector<long>(column),
        TypeCode.Int32 => Vector<int>(column),
        TypeCode.Int16 => Vector<short>(column),
        TypeCode.SByte => Vector<sbyte>(column),
        TypeCode.Byte => Vector<byte>(column),
        TypeCode.UInt16 => Vector<ushort>(column),
        TypeCode.UInt32 => Vector<uint>(column),
        TypeCode.UInt64 => Vector<ulong>(column),
        TypeCode.Boolean => Vector<bool>(column),
        _ => Vector<ReadOnlyMemory<char>>(column),
    };

    private object Scalar(Type item, int column) => Type.GetTypeCode(item) switch
    {
        TypeCode.Single => Scalar<float>(column),
        TypeCode.Double => Scalar<double>(column),
        TypeCode.Int64 => Scalar<long>(column),
        TypeCode.Int32 => Scalar<int>(column),
        TypeCode.Int16 => Scalar<short>(column),
        TypeCode.SByte => Scalar<sbyte>(column),
        TypeCode.Byte => Scalar<byte>(column),
        TypeCode.UInt16 => Scalar<ushort>(column),
        TypeCode.UInt32 => Scalar<uint>(column),
        TypeCode.UInt64 => Scalar<ulong>(column),
        TypeCode.Boolean => Scalar<bool>(column),
        _ => Scalar<ReadOnlyMemory<char>>(column),
    };

    private ValueGetter<VBuffer<T>> Vector<T>(int column) => (ref VBuffer<T> value) =>
    {
        var values = (T[])_rows.Current[column];
        var editor = VBufferEditor.Create(ref value, values.Length);
        values.CopyTo(editor.Values);
        value = editor.Commit();
    };

    private ValueGetter<T> Scalar<T>(int column) => (ref T value) => value = ((T[])_rows.Current[column])[0];
}
