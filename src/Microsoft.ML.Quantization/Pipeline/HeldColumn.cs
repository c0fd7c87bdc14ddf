using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The values of one passed-through column, for the rows of a batch.</summary>
internal abstract class HeldColumn
{
    /// <summary>Whether values of the type stay what they are when the source moves on.</summary>
    public static bool CanHold(DataViewType type)
    {
        var raw = type is VectorDataViewType vector ? vector.ItemType.RawType : type.RawType;
        return raw == typeof(ReadOnlyMemory<char>) || (bool)Invoke(nameof(IsPlain), raw);
    }

    public static HeldColumn Create(DataViewRow row, DataViewSchema.Column column) => column.Type is VectorDataViewType vector
        ? (HeldColumn)Invoke(nameof(Vector), vector.ItemType.RawType, row, column)
        : (HeldColumn)Invoke(nameof(Scalar), column.Type.RawType, row, column);

    /// <summary>Keeps the current row's value.</summary>
    public abstract void Keep(int slot);

    /// <summary>A getter of the row that <paramref name="slot"/> gives.</summary>
    public abstract Delegate Getter(Func<int> slot);

    private static bool IsPlain<T>() => !RuntimeHelpers.IsReferenceOrContainsReferences<T>();

    private static HeldScalar<T> Scalar<T>(DataViewRow row, DataViewSchema.Column column) => new(row.GetGetter<T>(column));

    private static HeldVector<T> Vector<T>(DataViewRow row, DataViewSchema.Column column) => new(row.GetGetter<VBuffer<T>>(column));

    private static object Invoke(string method, Type item, params object[] arguments) => typeof(HeldColumn)
        .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(item)
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
}

internal class HeldScalar<T>(ValueGetter<T> read) : HeldColumn
{
    private T[] _values = new T[1];

    protected T[] Values => _values;

    public override void Keep(int slot)
    {
        if (slot == _values.Length)
        {
            Array.Resize(ref _values, 2 * slot);
        }

        read(ref _values[slot]);
    }

    public override Delegate Getter(Func<int> slot) => (ValueGetter<T>)((ref T value) => value = _values[slot()]);
}

/// <summary>The arrays of a vector belong to whoever holds it, so every reader gets a copy in its own.</summary>
internal sealed class HeldVector<T>(ValueGetter<VBuffer<T>> read) : HeldScalar<VBuffer<T>>(read)
{
    public override Delegate Getter(Func<int> slot) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => Values[slot()].CopyTo(ref value));
}
