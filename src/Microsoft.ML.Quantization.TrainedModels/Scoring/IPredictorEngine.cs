using Microsoft.ML.Quantization.TrainedModels.Outputs;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>Scores feature vectors as a trained predictor does. It does not change, so that threads share it: each takes a scorer of its own.</summary>
internal interface IPredictorEngine
{
    PredictorOutputs Outputs { get; }

    /// <summary>Whether one row at a time is scored faster than by ML.NET's predictor, by a rule of costs: the same on every machine.</summary>
    bool IsFasterByRow => true;

    IFeatureScorer CreateRowScorer();
}
