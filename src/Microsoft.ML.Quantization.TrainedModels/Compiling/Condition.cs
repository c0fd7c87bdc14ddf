namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>What sends a row right: the feature is above the threshold or, where <paramref name="MissingRight"/>, missing.</summary>
internal readonly record struct Condition(int Feature, float Threshold, bool MissingRight);
