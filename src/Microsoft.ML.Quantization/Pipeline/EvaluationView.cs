using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A view as rows to evaluate on: read once, in order, only the columns that feed the model and the labels.</summary>
internal static class EvaluationView
{
    /// <param name="data">The view.</param>
    /// <param name="model">The model whose inputs it feeds.</param>
    /// <param name="labelColumn">The label column; <see langword="null"/> without labels.</param>
    /// <param name="task">What the labels are for.</param>
    public static LabelledRows Of(IDataView data, ScoringModel model, string? labelColumn, EvaluationTask task) =>
        Of(data, model.Inputs, new SchemaBinding(data.Schema, model).Sources, labelColumn, task);

    /// <param name="data">The view.</param>
    /// <param name="inputs">How its columns feed a model.</param>
    /// <param name="columns">Those columns.</param>
    /// <param name="labelColumn">The label column; <see langword="null"/> without labels.</param>
    /// <param name="task">What the labels are for.</param>
    public static LabelledRows Of(IDataView data, BoundInput[] inputs, DataViewSchema.Column[] columns, string? labelColumn, EvaluationTask task)
    {
        var label = labelColumn == null ? null : LabelColumn.Of(labelColumn, data.Schema, AsClass(task));
        return new LabelledRows(Read(data, inputs, columns, label), labelColumn, label?.IsClass ?? false);
    }

    private static bool? AsClass(EvaluationTask task) => task switch
    {
        EvaluationTask.Auto => null,
        EvaluationTask.MulticlassClassification or EvaluationTask.BinaryClassification => true,
        _ => false,
    };

    private static IEnumerable<LabelledRow> Read(IDataView data, BoundInput[] inputs, DataViewSchema.Column[] columns, LabelColumn? label)
    {
        var labels = label == null ? (DataViewSchema.Column?)null : data.Schema[label.Name];
        DataViewSchema.Column[] needed = labels == null ? columns : [.. columns, labels.Value];
        using var cursor = data.GetRowCursor(needed.DistinctBy(column => column.Index));
        var reader = new RowReader(cursor, inputs, columns);
        Func<float[]> read = labels == null ? () => [] : LabelReader.Create(cursor, labels.Value, label!);
        while (cursor.MoveNext())
        {
            yield return new LabelledRow(reader.Read(), read());
        }
    }
}
