using Microsoft.ML.Quantization.TrainedModels.Outputs;

namespace Microsoft.ML.Quantization.TrainedModels.Linear;

/// <summary>All of a trained linear predictor that scoring needs.</summary>
/// <param name="FeatureCount">The length of the feature vector.</param>
/// <param name="Units">The weights of each score.</param>
/// <param name="Outputs">What the scores become.</param>
internal sealed record LinearModel(int FeatureCount, IReadOnlyList<LinearUnit> Units, PredictorOutputs Outputs)
{
    public long WeightCount => Units.Sum(unit => (long)unit.Values.Length);
}
