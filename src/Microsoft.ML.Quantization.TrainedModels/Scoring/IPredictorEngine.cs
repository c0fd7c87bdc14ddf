using Microsoft.ML.Quantization.TrainedModels.Outputs;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>Scores feature vectors as a trained predictor does. It does not change, so that threads share it: each takes a scorer of its own.</summary>
internal interface IPredictorEngine
{
    PredictorOutputs Outputs { get; }

    IFeatureScorer CreateRowScorer();
}
