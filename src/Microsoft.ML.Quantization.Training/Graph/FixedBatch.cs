using Microsoft.ML.Quantization.Onnx;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>Models exported for one row at a time have a first dimension of 1 in every input, and shapes of one row inside.</summary>
internal static class FixedBatch
{
    public static bool Is(GraphProto graph)
    {
        var constants = graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return graph.Input.Where(input => !constants.Contains(input.Name)).All(input => input.Type?.TensorType?.Shape?.Dim is [{ DimValue: 1 }, ..]);
    }

    /// <summary>How many rows come in.</summary>
    public static long Rows(IEnumerable<Tensor> inputs) => inputs.Select(input => input.shape[0]).DefaultIfEmpty(1).Max();

    /// <summary>The shape to which more rows than one are reshaped where the graph says <paramref name="shape"/> for one.</summary>
    public static long[] Reshaped(long[] shape, long[] input, long rows)
    {
        if (rows == 1 || shape.Length == 0 || input.Length == 0)
        {
            return shape;
        }

        bool isWhole = !shape.Contains(-1);
        bool holdsRows = isWhole ? Product(input) == rows * Product(shape) : shape[0] == 1 && input[0] == rows;
        return holdsRows ? [shape[0] * rows, .. shape[1..]] : shape;
    }

    private static long Product(long[] sizes) => sizes.Aggregate(1L, (product, size) => product * size);
}
