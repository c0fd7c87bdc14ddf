namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>What a column that a predictor adds holds.</summary>
internal enum PredictionKind
{
    Score,
    Scores,
    Probability,
    Label,
    LabelKey,
}
