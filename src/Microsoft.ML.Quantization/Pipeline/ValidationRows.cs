using System.Collections;
using Microsoft.ML.Quantization.Budget;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Rows of a view with their classes, read anew each time.</summary>
/// <param name="data">The view.</param>
/// <param name="inputs">How its columns feed the model.</param>
/// <param name="label">The column of the classes; <see langword="null"/> without labels.</param>
/// <param name="isUsed">Which rows are meant.</param>
/// <param name="cancellation">Stops between two rows.</param>
internal sealed class ValidationRows(IDataView data, BoundInput[] inputs, LabelColumn? label, Func<long, bool> isUsed, CancellationToken cancellation) : IEnumerable<LabelledRow>
{
    public IEnumerator<LabelledRow> GetEnumerator()
    {
        DataViewSchema.Column[] columns = [.. inputs.Select(input => data.Schema[input.Column.Name])];
        var labels = label == null ? (DataViewSchema.Column?)null : data.Schema[label.Name];
        using var cursor = data.GetRowCursor((labels == null ? columns : [.. columns, labels.Value]).DistinctBy(column => column.Index));
        var reader = new RowReader(cursor, inputs, columns);
        var read = labels == null ? null : LabelReader.Create(cursor, labels.Value, label!);
        for (long row = 0; cursor.MoveNext(); row++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (isUsed(row))
            {
                yield return new LabelledRow(reader.Read(), read == null ? null : (int)read()[0]);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
