using Microsoft.ML.Quantization.TrainedModels.Outputs;

namespace Microsoft.ML.Quantization.TrainedModels.Linear;

/// <summary>A linear predictor whose weights are INT8, with a step a score.</summary>
internal sealed record IntegerModel(int FeatureCount, IReadOnlyList<IntegerUnit> Units, PredictorOutputs Outputs);
