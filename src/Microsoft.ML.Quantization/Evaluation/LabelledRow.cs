using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>A row to evaluate models on.</summary>
/// <param name="Inputs">The values of all model inputs.</param>
/// <param name="Label">A class index, or the right values; empty without labels.</param>
internal readonly record struct LabelledRow(TensorValue[] Inputs, float[] Label);
