using Microsoft.ML.Quantization.TrainedModels.Outputs;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>
/// Scores feature vectors as a trained predictor does. It does not change, so that threads share it: each takes a batch of its own for many rows, and a scorer
/// for one at a time.
/// </summary>
internal interface IPredictorEngine
{
    PredictorOutputs Outputs { get; }

    IFeatureBatch CreateBatch();

    IFeatureScorer CreateRowScorer();
}
