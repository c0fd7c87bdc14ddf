using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Columns;

/// <summary>Reads a row's label: the class index, or the wanted values.</summary>
internal static class LabelReader
{
    /// <param name="row">The row that moves from one to the next.</param>
    /// <param name="column">The column.</param>
    /// <param name="label">What it means.</param>
    /// <param name="allowsMissing">Whether a missing key is no label, instead of an error.</param>
    public static Func<float[]> Create(DataViewRow row, DataViewSchema.Column column, LabelColumn label, bool allowsMissing = false)
    {
        if (column.Type is VectorDataViewType)
        {
            return Vector(row, column);
        }

        Func<double> read = Scalar(row, column);
        if (allowsMissing && column.Type is KeyDataViewType)
        {
            return () => read() is >= 0 and var known ? [(float)known] : [];
        }

        return label.IsClass ? () => [Class(read(), column, row.Position)] : () => [Quantity(read(), column, row.Position)];
    }

    private static Func<double> Scalar(DataViewRow row, DataViewSchema.Column column) => Type.GetTypeCode(column.Type.RawType) switch
    {
        _ when column.Type is KeyDataViewType => Key(row, column),
        TypeCode.Single => Read<float>(row, column, value => value),
        TypeCode.Double => Read<double>(row, column, value => value),
        TypeCode.Boolean => Read<bool>(row, column, value => value ? 1 : 0),
        TypeCode.SByte => Read<sbyte>(row, column, value => value),
        TypeCode.Byte => Read<byte>(row, column, value => value),
        TypeCode.Int16 => Read<short>(row, column, value => value),
        TypeCode.UInt16 => Read<ushort>(row, column, value => value),
        TypeCode.Int32 => Read<int>(row, column, value => value),
        TypeCode.UInt32 => Read<uint>(row, column, value => value),
        TypeCode.Int64 => Read<long>(row, column, value => value),
        _ => Read<ulong>(row, column, value => value),
    };

    // Keys count from 1; 0 is a missing one.
    private static Func<double> Key(DataViewRow row, DataViewSchema.Column column) => Type.GetTypeCode(column.Type.RawType) switch
    {
        TypeCode.Byte => Read<byte>(row, column, value => value - 1.0),
        TypeCode.UInt16 => Read<ushort>(row, column, value => value - 1.0),
        TypeCode.UInt32 => Read<uint>(row, column, value => value - 1.0),
        _ => Read<ulong>(row, column, value => value - 1.0),
    };

    private static Func<double> Read<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }

    private static Func<float[]> Vector(DataViewRow row, DataViewSchema.Column column)
    {
        if (LabelColumn.ItemOf(column.Type).RawType == typeof(double))
        {
            var doubles = row.GetGetter<VBuffer<double>>(column);
            VBuffer<double> values = default;
            return () =>
            {
                doubles(ref values);
                return [.. values.DenseValues().Select(value => Quantity(value, column, row.Position))];
            };
        }

        var floats = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        return () =>
        {
            floats(ref buffer);
            return [.. buffer.DenseValues().Select(value => Quantity(value, column, row.Position))];
        };
    }

    private static float Quantity(double value, DataViewSchema.Column column, long row) => double.IsFinite(value)
        ? (float)value
        : throw new InvalidOperationException($"Row {row} has the label {value} in column '{column.Name}'; expected a number. Drop such rows (FilterRowsByMissingValues).");

    private static float Class(double value, DataViewSchema.Column column, long row)
    {
        if (value < 0 || value != Math.Floor(value))
        {
            string found = column.Type is KeyDataViewType ? "no label (a missing key)" : $"the label {value}";
            throw new InvalidOperationException($"Row {row} has {found} in column '{column.Name}'; expected a class, counted from 0. Drop such rows, or map them (FilterRowsByMissingValues, MapValueToKey).");
        }

        return (float)value;
    }
}
