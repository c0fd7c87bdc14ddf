namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>An engine that gains from scoring many rows together.</summary>
internal interface IBatchEngine : IPredictorEngine
{
    /// <summary>The rows that fit into a batch.</summary>
    int BatchRows { get; }

    IFeatureBatch CreateBatch();
}
