using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Whether a column's type can feed a model input.</summary>
internal static class ColumnTypes
{
    // The parameter of the public methods that end here.
    private static string SchemaParameter => "inputSchema";

    public static void Check(MappedColumn column, DataViewType type) =>
        CheckItem(column, type is VectorDataViewType vector ? vector.ItemType : type);

    public static void CheckItem(MappedColumn column, DataViewType item)
    {
        var wanted = ItemTypes.Map(column.Tensor.Type);
        if (!item.Equals(wanted))
        {
            throw new ArgumentOutOfRangeException(
                SchemaParameter,
                $"Input column '{column.Name}' is of type {item}, but input '{column.Tensor.Name}' of the model takes {wanted}. Convert it, for example with Conversion.ConvertType.");
        }
    }

    /// <param name="column">The column.</param>
    /// <param name="remedy">What to do about it; by default what there is to do in a pipeline.</param>
    public static ArgumentOutOfRangeException Missing(MappedColumn column, string? remedy = null) => new(
        SchemaParameter,
        $"Input column '{column.Name}', for input '{column.Tensor.Name}' of the model, is not in the data. {remedy ?? "Add it, or name the columns to use in Quantize."}");
}
