using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Writes the sizes into a model that its user gave to <c>ApplyOnnxModel</c> (<c>shapeDictionary</c>).</summary>
internal static class GivenShapes
{
    /// <returns>Whether anything was written.</returns>
    public static bool Write(GraphProto graph, IReadOnlyDictionary<string, int[]> shapes)
    {
        bool written = false;
        foreach (var input in graph.Input)
        {
            var dimensions = input.Type?.TensorType?.Shape?.Dim;
            if (dimensions == null || !shapes.TryGetValue(input.Name, out int[]? sizes) || sizes.Length != dimensions.Count)
            {
                continue;
            }

            for (int i = 0; i < sizes.Length; i++)
            {
                // A first size of 1 is the row that ML.NET scores at a time: rows are stacked there.
                if (IsFree(dimensions[i]) && sizes[i] > (i == 0 ? 1 : 0))
                {
                    dimensions[i] = new TensorShapeProto.Types.Dimension { DimValue = sizes[i] };
                    written = true;
                }
            }
        }

        return written;
    }

    private static bool IsFree(TensorShapeProto.Types.Dimension dimension) => dimension.ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue || dimension.DimValue <= 0;
}
