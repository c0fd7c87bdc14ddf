using System.Collections;
using Microsoft.ML.Quantization.Columns;
using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The rows of a view as model inputs with their labels: read anew each time, in order, only the columns that are needed.</summary>
/// <param name="data">The view.</param>
/// <param name="inputs">How its columns feed the model.</param>
/// <param name="labels">The columns of the labels; <see langword="null"/> without.</param>
/// <param name="isUsed">Which rows are meant; <see langword="null"/> for all.</param>
/// <param name="cancellation">Stops between two rows.</param>
internal sealed class LabelledView(IDataView data, BoundInput[] inputs, IRowLabels? labels, Func<long, bool>? isUsed = null, CancellationToken cancellation = default) : IEnumerable<LabelledRow>
{
    public IEnumerator<LabelledRow> GetEnumerator()
    {
        DataViewSchema.Column[] columns = [.. inputs.Select(input => data.Schema[input.Column.Name])];
        DataViewSchema.Column[] needed = labels == null ? columns : [.. columns, .. labels.ColumnNames.Select(name => data.Schema[name])];
        using var cursor = data.GetRowCursor(needed.DistinctBy(column => column.Index));
        var reader = new RowReader(cursor, inputs, columns);
        Func<float[]> read = labels == null ? () => [] : labels.Reader(cursor);
        for (long row = 0; cursor.MoveNext(); row++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (isUsed == null || isUsed(row))
            {
                yield return new LabelledRow(reader.Read(), read()) { Place = (cursor as IPlacedCursor)?.Place ?? row };
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
