using System.Reflection;

namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>Numbers the groups of rows that follow each other, whatever the type of the key that tells them.</summary>
internal static class GroupReader
{
    public static Func<float> Create(DataViewRow row, DataViewSchema.Column column) => (Func<float>)typeof(GroupReader)
        .GetMethod(nameof(OfKey), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(column.Type.RawType).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [row, column], null)!;

    private static Func<float> OfKey<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T last = default!;
        int number = -1;
        return () =>
        {
            T key = default!;
            getter(ref key);
            number += number < 0 || !EqualityComparer<T>.Default.Equals(key, last) ? 1 : 0;
            last = key;

            // Neighbours alone have to be told apart, and floats are exact up to here.
            return number & 0xFFFFFF;
        };
    }
}
