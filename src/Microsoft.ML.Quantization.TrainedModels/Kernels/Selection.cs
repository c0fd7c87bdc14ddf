namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>Indices of words: where the bits of the condition are set those of <paramref name="Right"/>, else those of <paramref name="Left"/>.</summary>
internal readonly record struct Selection(int Condition, int Left, int Right);
