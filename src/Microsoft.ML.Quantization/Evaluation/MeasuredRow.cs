namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>The numbers of a row for one INT8 model, or why there are none.</summary>
internal readonly record struct MeasuredRow(double[] Numbers, Exception? Error = null);
