using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Training.Learning;

namespace Microsoft.ML.Quantization.Training.Pipeline;

/// <summary>A view as training data. It is read anew for every epoch, so that random transforms give other values each time.</summary>
internal sealed class TrainingView(IDataView data, BoundInput[] inputs, LabelColumn? label, CancellationToken cancellation) : ITrainingData
{
    private long? _count;

    public long Count => _count ??= data.GetRowCount() ?? Counted();

    public IEnumerable<TrainingRow> Read() => new LabelledView(data, inputs, label, cancellation: cancellation).Select(row => new TrainingRow(row.Inputs, row.Label));

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

    private long Counted()
    {
        long rows = 0;
        using var cursor = data.GetRowCursor([]);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            rows++;
        }

        return rows;
    }
}
