namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>Scores one feature vector at a time, as a PredictionEngine needs it. One thread uses it at a time.</summary>
internal interface IFeatureScorer
{
    void Score(ReadOnlySpan<float> row, Span<float> scores);

    /// <summary>The scores of a sparse row: what it does not name is 0.</summary>
    void Score(int length, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> scores);
}
