using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks;

/// <summary>The values of all inputs of a model, and the class that is right.</summary>
internal sealed record LabelledRow(TensorValue[] Inputs, int Label)
{
    public LabelledRow(string input, Array values, long[] shape, int label)
        : this([new TensorValue(input, values, shape)], label)
    {
    }
}
