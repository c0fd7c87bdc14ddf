namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Rows that can be read again and again, each time in the same order.</summary>
internal interface ITrainingData
{
    /// <summary>How many rows there are.</summary>
    long Count { get; }

    IEnumerable<TrainingRow> Read();
}
