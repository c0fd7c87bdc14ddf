using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>One row of training data.</summary>
/// <param name="Inputs">The values of all model inputs.</param>
/// <param name="Label">A class index, or the wanted values; empty where there are no labels.</param>
internal readonly record struct TrainingRow(TensorValue[] Inputs, float[] Label)
{
    /// <summary>The memory that the row takes, about.</summary>
    public long Bytes => Inputs.Sum(input => Buffer.ByteLength(input.Values)) + (4L * Label.Length);

    /// <summary>Whether both rows can be in one batch.</summary>
    public bool FitsWith(TrainingRow other) => Label.Length == other.Label.Length && Inputs.Zip(other.Inputs).All(pair => pair.First.Shape.AsSpan().SequenceEqual(pair.Second.Shape));
}
