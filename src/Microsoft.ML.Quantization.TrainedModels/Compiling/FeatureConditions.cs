namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>All conditions on one feature.</summary>
internal sealed record FeatureConditions(int Feature, ThresholdGroup[] Groups);
