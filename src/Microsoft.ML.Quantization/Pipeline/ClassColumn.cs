using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Reads the class of a row, counted from 0, from its label column.</summary>
internal static class ClassColumn
{
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of a type that is no class.</exception>
    public static DataViewSchema.Column Of(string name, DataViewSchema schema)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
        {
            throw new ArgumentOutOfRangeException(
                nameof(schema), $"There is no label column '{name}'. The columns are {string.Join(", ", schema.Select(each => each.Name))}. Name one of them in LabelColumnName, or none to measure agreement with FP32.");
        }

        return column.Type is NumberDataViewType or BooleanDataViewType or KeyDataViewType
            ? column
            : throw new ArgumentOutOfRangeException(nameof(schema), $"Label column '{name}' is of type {column.Type}; expected a key, a whole number or a boolean. Map text with MapValueToKey.");
    }

    public static Func<int> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        var read = Number(row, column);
        return () =>
        {
            double value = read();
            if (value < 0 || value != Math.Floor(value) || value > int.MaxValue)
            {
                string found = column.Type is KeyDataViewType ? "no label (a missing key)" : $"the label {value}";
                throw new InvalidOperationException($"Row {row.Position} has {found} in column '{column.Name}'; expected a class, counted from 0. Drop such rows, or map them with MapValueToKey.");
            }

            return (int)value;
        };
    }

    // Keys count from 1; 0 is a missing one.
    private static Func<double> Number(DataViewRow row, DataViewSchema.Column column)
    {
        int first = column.Type is KeyDataViewType ? 1 : 0;
        return Type.GetTypeCode(column.Type.RawType) switch
        {
            TypeCode.Single => Read<float>(row, column, value => value),
            TypeCode.Double => Read<double>(row, column, value => value),
            TypeCode.Boolean => Read<bool>(row, column, value => value ? 1 : 0),
            TypeCode.SByte => Read<sbyte>(row, column, value => value),
            TypeCode.Byte => Read<byte>(row, column, value => (double)value - first),
            TypeCode.Int16 => Read<short>(row, column, value => value),
            TypeCode.UInt16 => Read<ushort>(row, column, value => (double)value - first),
            TypeCode.Int32 => Read<int>(row, column, value => value),
            TypeCode.UInt32 => Read<uint>(row, column, value => (double)value - first),
            TypeCode.Int64 => Read<long>(row, column, value => value),
            _ => Read<ulong>(row, column, value => (double)value - first),
        };
    }

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
}
