namespace Microsoft.ML.Quantization.TrainedModels.Trees;

/// <summary>How the sum of a row's leaves becomes its score.</summary>
internal enum TreeAggregation
{
    Sum,
    Mean,
    Exponential,
}
