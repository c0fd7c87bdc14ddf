using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Chains;

/// <summary>Whether a column has the same value in two rows, bit for bit; of any type.</summary>
internal static class SameCells
{
    public static Func<bool> Create(DataViewRow left, DataViewRow right, DataViewSchema.Column leftColumn, DataViewSchema.Column rightColumn)
    {
        var vector = leftColumn.Type as VectorDataViewType;
        return (Func<bool>)typeof(SameCells).GetMethod(vector == null ? nameof(Scalar) : nameof(Vector), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(vector?.ItemType.RawType ?? leftColumn.Type.RawType)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [left, right, leftColumn, rightColumn], null)!;
    }

    private static Func<bool> Scalar<T>(DataViewRow left, DataViewRow right, DataViewSchema.Column leftColumn, DataViewSchema.Column rightColumn)
    {
        var (getLeft, getRight) = (left.GetGetter<T>(leftColumn), right.GetGetter<T>(rightColumn));
        return () =>
        {
            T a = default!, b = default!;
            getLeft(ref a);
            getRight(ref b);
            return Same(a, b);
        };
    }

    private static Func<bool> Vector<T>(DataViewRow left, DataViewRow right, DataViewSchema.Column leftColumn, DataViewSchema.Column rightColumn)
    {
        var (getLeft, getRight) = (left.GetGetter<VBuffer<T>>(leftColumn), right.GetGetter<VBuffer<T>>(rightColumn));
        VBuffer<T> a = default, b = default;
        return () =>
        {
            getLeft(ref a);
            getRight(ref b);
            return a.Length == b.Length && a.DenseValues().Zip(b.DenseValues()).All(pair => Same(pair.First, pair.Second));
        };
    }

    private static bool Same<T>(T left, T right) => (left, right) switch
    {
        (float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b),
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (ReadOnlyMemory<char> a, ReadOnlyMemory<char> b) => a.Span.SequenceEqual(b.Span),
        _ => EqualityComparer<T>.Default.Equals(left, right),
    };
}
