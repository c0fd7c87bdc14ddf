using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>The initializers of a table in INT8.</summary>
/// <param name="Values">The integers.</param>
/// <param name="Scale">The scales, one for each row in a shape that multiplies with the rows, or one.</param>
/// <param name="ZeroPoint">The zero point of a table with one scale; <see langword="null"/> where each row has one.</param>
internal sealed record StoredTable(string Values, string Scale, string? ZeroPoint)
{
    /// <summary>Adds the scales of a table whose integers are there.</summary>
    public static StoredTable Add(GraphProto graph, NameScope names, GatheredTable table, string values, ReadOnlySpan<float> scales)
    {
        string scale = names.Unique(table.Tensor.Name + "_scale");
        if (table.RowAxis is { } axis)
        {
            var shape = new long[table.Tensor.Dims.Count];
            Array.Fill(shape, 1);
            shape[axis] = table.Tensor.Dims[axis];
            graph.Initializer.Add(TensorData.Create(scale, scales, shape));
            return new StoredTable(values, scale, null);
        }

        string zeroPoint = names.Unique(table.Tensor.Name + "_zero_point");
        graph.Initializer.Add(TensorData.Create(scale, scales, []));
        graph.Initializer.Add(TensorData.Create<sbyte>(zeroPoint, [0], []));
        return new StoredTable(values, scale, zeroPoint);
    }
}
