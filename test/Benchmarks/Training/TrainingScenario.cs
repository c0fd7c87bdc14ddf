using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Training.Learning;

namespace Benchmarks;

/// <summary>A model with rows to train on and others to test on, and how it is quantized.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="ModelFile">The FP32 model.</param>
/// <param name="Training">Rows to calibrate and train on.</param>
/// <param name="Test">Rows that no training sees.</param>
/// <param name="Quantization">What is quantized, and how.</param>
internal sealed record TrainingScenario(string Name, string ModelFile, RowSource Training, RowSource Test, QuantizationOptions Quantization)
{
    /// <summary>Epochs unless <c>--epochs</c> says otherwise.</summary>
    public int Epochs { get; init; } = 10;

    public double LearningRate { get; init; } = 5e-4;

    public bool Labels { get; init; } = true;

    public TrainingSet Set(int rows)
    {
        var data = new RowData(Training, rows);
        return new TrainingSet(data, null, Labels ? new LabelSet("label", true, () => data.Read().Select(row => row.Label)) : null);
    }
}
