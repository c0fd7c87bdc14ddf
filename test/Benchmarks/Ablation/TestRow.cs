using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks.Ablation;

/// <summary>A row to test on.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Label">The class that is right.</param>
/// <param name="Image">The image that is right, where the model makes one.</param>
internal sealed record TestRow(TensorValue[] Inputs, int Label, float[]? Image = null);
