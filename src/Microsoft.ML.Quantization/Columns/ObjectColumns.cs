using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Columns;

/// <summary>Which columns hold the objects of an image, as ML.NET's object detection takes them: a vector of their classes, and one of their boxes.</summary>
/// <param name="Labels">The column of the classes: keys or integers.</param>
/// <param name="Boxes">The column of the boxes: x0, y0, x1, y1 of one after the other.</param>
/// <param name="ClassCount">How many values the keys have; <see langword="null"/> for integers.</param>
internal sealed record ObjectColumns(string Labels, string Boxes, int? ClassCount) : IRowLabels
{
    public IReadOnlyList<string> ColumnNames => [Labels, Boxes];

    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static ObjectColumns Resolve(string labels, string boxes, DataViewSchema schema)
    {
        var type = Find(labels, schema, "label column", "").Type;
        var item = (type as VectorDataViewType)?.ItemType;
        bool isInteger = item is NumberDataViewType && item.RawType != typeof(float) && item.RawType != typeof(double);
        if (!isInteger && item is not KeyDataViewType)
        {
            throw Wrong("Label column", labels, type, "a vector of keys or integers with the class of each object; map text with MapValueToKey");
        }

        var boxType = Find(boxes, schema, "column of boxes", " (set BoundingBoxColumnName of the DetectionOptions)").Type;
        if (boxType is not VectorDataViewType { ItemType: NumberDataViewType number } || number.RawType != typeof(float))
        {
            throw Wrong("Column of boxes", boxes, boxType, "a vector of Single with x0, y0, x1, y1 of one object after the other");
        }

        return new ObjectColumns(labels, boxes, item is KeyDataViewType key ? (int)Math.Min(key.Count, int.MaxValue) : null);
    }

    public Func<float[]> Reader(DataViewRow row) => new ObjectReader(row, this).Read;

    private static DataViewSchema.Column Find(string name, DataViewSchema schema, string what, string remedy) => schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(
        nameof(schema), $"There is no {what} '{name}'. The columns are {string.Join(", ", schema.Select(each => each.Name))}. Name one of them{remedy}, or no label column to go by the FP32 model alone.");

    private static ArgumentOutOfRangeException Wrong(string what, string name, DataViewType type, string expected) =>
        new(nameof(type), $"{what} '{name}' is of type {type}; expected {expected}.");
}
