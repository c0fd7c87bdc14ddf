namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>Collects feature vectors and scores them together. One thread uses it at a time; a cursor has its own.</summary>
internal interface IFeatureBatch
{
    /// <summary>The rows that fit.</summary>
    int Capacity { get; }

    int Count { get; }

    void Clear();

    void Add(ReadOnlySpan<float> row);

    /// <summary>A sparse row: what it does not name is 0.</summary>
    void Add(int length, ReadOnlySpan<int> indices, ReadOnlySpan<float> values);

    /// <summary>The scores of the rows, one row's behind the other's. The rows stay until <see cref="Clear"/>.</summary>
    void Score(Span<float> scores);
}
