using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Columns;

/// <summary>Which column holds the labels, and what they mean.</summary>
/// <param name="Name">The column.</param>
/// <param name="IsClass">Whether a label is a class, or a quantity.</param>
internal sealed record LabelColumn(string Name, bool IsClass) : IRowLabels
{
    public IReadOnlyList<string> ColumnNames => [Name];

    /// <param name="name">The column.</param>
    /// <param name="schema">Where it is.</param>
    /// <param name="asClass">Whether labels are to be read as classes or as quantities; <see langword="null"/>: as their type says.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of a type that is no label.</exception>
    public static LabelColumn Resolve(string name, DataViewSchema schema, bool? asClass)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
        {
            throw new ArgumentOutOfRangeException(
                nameof(schema), $"There is no label column '{name}'. The columns are {string.Join(", ", schema.Select(each => each.Name))}. Name one of them, or none to go by the FP32 model alone.");
        }

        var label = Resolve(name, ItemOf(column.Type), asClass);
        if (column.Type is VectorDataViewType { ItemType: var item } && item.RawType != typeof(float) && item.RawType != typeof(double))
        {
            throw Wrong(name, column.Type, "a vector of Single or Double, or a single class in each row");
        }

        return !label.IsClass || column.Type is not VectorDataViewType
            ? label
            : throw Wrong(name, column.Type, "a single class in each row");
    }

    public static LabelColumn Resolve(string name, DataViewType type, bool? asClass)
    {
        bool real = type is NumberDataViewType && (type.RawType == typeof(float) || type.RawType == typeof(double));
        if (!real && type is not (NumberDataViewType or BooleanDataViewType or KeyDataViewType))
        {
            throw Wrong(name, type, "a key, an integer, a boolean or a number; map text with MapValueToKey");
        }

        if (asClass == false && type is KeyDataViewType)
        {
            throw Wrong(name, type, "a number, for the mean squared error");
        }

        return new LabelColumn(name, asClass ?? !real);
    }

    public Func<float[]> Reader(DataViewRow row) => LabelReader.Create(row, row.Schema[Name], this);

    public static DataViewType ItemOf(DataViewType type) => (type as VectorDataViewType)?.ItemType ?? type;

    private static ArgumentOutOfRangeException Wrong(string name, DataViewType type, string expected) =>
        new(nameof(type), $"Label column '{name}' is of type {type}; expected {expected}.");
}
