namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What came of evaluating an INT8 model: one of the two.</summary>
internal sealed record EvaluatedModel(QuantizationEvaluation? Evaluation, Exception? Error);
