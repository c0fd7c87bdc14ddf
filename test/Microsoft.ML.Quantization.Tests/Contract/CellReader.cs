using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tests.Contract;

/// <summary>Reads a column of any type into something that compares by value, bit for bit.</summary>
internal static class CellReader
{
    public static Func<string> Create(DataViewRow row, DataViewSchema.Column column)
    {
        bool vector = column.Type is VectorDataViewType;
        var item = column.Type is VectorDataViewType type ? type.ItemType.RawType : column.Type.RawType;
        return (Func<string>)typeof(CellReader).GetMethod(vector ? nameof(Vector) : nameof(Scalar))!.MakeGenericMethod(item).Invoke(null, [row, column])!;
    }

    public static Func<string> Scalar<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            return Text(value);
        };
    }

    public static Func<string> Vector<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            get(ref value);
            return $"[{string.Join(' ', value.DenseValues().Select(Text))}]";
        };
    }

    private static string Text<T>(T value) => value switch
    {
        float number => $"{number:R}/{BitConverter.SingleToInt32Bits(number):x}",
        double number => $"{number:R}/{BitConverter.DoubleToInt64Bits(number):x}",
        ReadOnlyMemory<char> text => MemoryMarshal.ToEnumerable(text).Aggregate("", (all, next) => all + next),
        MLImage image => $"{image.Width}x{image.Height} {Convert.ToHexString(image.Pixels)}",
        _ => $"{value}",
    };
}
