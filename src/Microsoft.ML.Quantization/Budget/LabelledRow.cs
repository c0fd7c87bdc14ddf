using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>A row to validate on.</summary>
/// <param name="Inputs">The values of all model inputs.</param>
/// <param name="Class">The class that is right, counted from 0; <see langword="null"/> where there are no labels.</param>
internal readonly record struct LabelledRow(TensorValue[] Inputs, int? Class);
