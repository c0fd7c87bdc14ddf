using Microsoft.ML.Quantization.Training.Learning;

namespace Benchmarks;

/// <summary>Rows of a source as training data.</summary>
internal sealed class RowData(RowSource rows, int most) : ITrainingData
{
    public long Count => Math.Min(rows.Count, most);

    public IEnumerable<TrainingRow> Read() => rows.Take((int)Count).Select(row => new TrainingRow(row.Inputs, [row.Label]));
}
