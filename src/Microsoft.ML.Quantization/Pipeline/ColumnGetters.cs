namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>What a row answers when it is asked for a column it cannot give.</summary>
internal static class ColumnGetters
{
    public static ValueGetter<TValue> As<TValue>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Column '{column.Name}' is of type {column.Type}, whose values are {column.Type.RawType}, not {typeof(TValue)}.");

    public static ArgumentOutOfRangeException Inactive(DataViewSchema.Column column) => new(
        nameof(column), $"Column '{column.Name}' is not active: name it when the cursor is opened.");
}
