using Microsoft.ML;
using Microsoft.ML.Data;

namespace Fuzzer.Data;

/// <summary>A column of made-up values.</summary>
internal abstract class MadeUpColumn(string name, DataViewType type)
{
    public string Name => name;

    public DataViewType Type => type;

    /// <summary>A getter of the row that a cursor stands on.</summary>
    public abstract Delegate Getter(Func<long> position);

    public static MadeUpColumn Create<T>(string name, PrimitiveDataViewType item, int[]? dimensions, Func<Random, T> value, Random random)
    {
        int size = dimensions?.Aggregate(1, (product, dimension) => product * dimension) ?? 1;
        T[][] rows = [.. Enumerable.Range(0, MadeUpView.Rows).Select(_ => Enumerable.Range(0, size).Select(_ => value(random)).ToArray())];
        return dimensions == null ? new Scalar<T>(name, item, rows) : new Vector<T>(name, new VectorDataViewType(item, dimensions), rows);
    }

    private sealed class Scalar<T>(string name, DataViewType type, T[][] rows) : MadeUpColumn(name, type)
    {
        public override Delegate Getter(Func<long> position) => (ValueGetter<T>)((ref T value) => value = rows[position()][0]);
    }

    private sealed class Vector<T>(string name, DataViewType type, T[][] rows) : MadeUpColumn(name, type)
    {
        public override Delegate Getter(Func<long> position) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => value = new VBuffer<T>(rows[position()].Length, [.. rows[position()]]));
    }
}
