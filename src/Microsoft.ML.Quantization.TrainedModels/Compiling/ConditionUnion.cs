namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>A value that is set where any of some others is.</summary>
internal sealed record ConditionUnion(int Index, int[] Parts);
