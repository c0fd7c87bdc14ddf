namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>An engine that gains from scoring many rows together.</summary>
internal interface IBatchEngine : IPredictorEngine
{
    IFeatureBatch CreateBatch();
}
