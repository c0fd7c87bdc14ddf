using Microsoft.ML.Quantization.Columns;
using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The rows of a view to learn from. They are read anew each time, so that random transforms give other values.</summary>
/// <param name="data">The view.</param>
/// <param name="inputs">How its columns feed the model.</param>
/// <param name="label">The label column; <see langword="null"/> without labels.</param>
/// <param name="cancellation">Stops between two rows.</param>
internal sealed class LearnableRows(IDataView data, BoundInput[] inputs, LabelColumn? label, CancellationToken cancellation)
{
    private long? _count;

    public long Count => _count ??= RowCounts.Of(data, cancellation);

    public IEnumerable<LabelledRow> Read() => new LabelledView(data, inputs, label, cancellation: cancellation);

    /// <summary>The labels alone, which is quick: nothing else of the pipeline runs.</summary>
    public IEnumerable<float[]> Labels()
    {
        var column = data.Schema[label!.Name];
        using var cursor = data.GetRowCursor([column]);
        var read = LabelReader.Create(cursor, column, label);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return read();
        }
    }
}
