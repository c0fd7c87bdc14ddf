namespace Microsoft.ML.Quantization;

/// <summary>How well the objects of a class are detected, see <see cref="EvaluationTask.ObjectDetection"/>.</summary>
/// <param name="Class">The class, counted from 0 without the background.</param>
/// <param name="Objects">How many objects of it the labels have.</param>
/// <param name="FloatAP50">The average precision of FP32, 0 to 1, at an intersection over union of 0.5.</param>
/// <param name="QuantizedAP50">The same of INT8.</param>
/// <param name="FloatAP50To95">The mean of FP32's average precisions, 0 to 1, at 0.5, 0.55 ... 0.95.</param>
/// <param name="QuantizedAP50To95">The same of INT8.</param>
public sealed record ClassAveragePrecision(int Class, int Objects, double FloatAP50, double QuantizedAP50, double FloatAP50To95, double QuantizedAP50To95);
