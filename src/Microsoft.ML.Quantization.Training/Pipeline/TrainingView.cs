using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Training.Learning;

namespace Microsoft.ML.Quantization.Training.Pipeline;

/// <summary>Rows of a view as training data.</summary>
internal sealed class TrainingView(LearnableRows rows) : ITrainingData
{
    public long Count => rows.Count;

    public IEnumerable<TrainingRow> Read() => rows.Read().Select(row => new TrainingRow(row.Inputs, row.Label));
}
