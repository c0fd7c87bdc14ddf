namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>What a model found: a class, how sure it is, and where.</summary>
internal readonly record struct Detection(int Class, float Score, Box Box);
