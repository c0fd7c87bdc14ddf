using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>A row to evaluate models on.</summary>
/// <param name="Inputs">The values of all model inputs.</param>
/// <param name="Label">A class index, or the right values; of objects that are to be detected class, x0, y0, x1, y1 of each; empty without labels.</param>
internal readonly record struct LabelledRow(TensorValue[] Inputs, float[] Label)
{
    /// <summary>Its place among all rows, those of other shards too, from 0.</summary>
    public long Place { get; init; }

    /// <summary>The class that is right, where the label is one; <see langword="null"/> without labels.</summary>
    public int? Class => Label.Length == 0 ? null : (int)Label[0];
}
