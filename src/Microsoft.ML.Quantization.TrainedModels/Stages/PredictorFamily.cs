namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>What a predictor is made of.</summary>
internal enum PredictorFamily
{
    Other,
    Trees,
    Linear,

    /// <summary>A predictor a class, of any family.</summary>
    Classes,
}
