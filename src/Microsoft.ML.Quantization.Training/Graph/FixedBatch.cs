using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>Models exported for one row at a time have a first dimension of 1 in every input.</summary>
internal static class FixedBatch
{
    public static bool Is(GraphProto graph)
    {
        var constants = graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return graph.Input.Where(input => !constants.Contains(input.Name)).All(input => input.Type?.TensorType?.Shape?.Dim is [{ DimValue: 1 }, ..]);
    }
}
