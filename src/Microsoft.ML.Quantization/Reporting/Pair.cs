namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Something of a model as it was trained, and the same of the quantized one.</summary>
internal readonly record struct Pair<T>(T Before, T After);
