using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>
/// Finds tables that are the weights of a linear layer too, as the embedding and the last layer of a language model often are, and stores them once.
/// Where the layer has them transposed, the file holds a Transpose of a constant, which ONNX Runtime computes when it opens the model.
/// </summary>
internal sealed class TiedTables(OnnxModel model, GraphProto graph, GraphIndex index, NameScope names, IReadOnlyList<WrittenWeights> written)
{
    private readonly Lazy<ILookup<string, WrittenWeights>> _bySource = new(() => written.ToLookup(weights => weights.Source, StringComparer.Ordinal));
    private readonly Lazy<ILookup<string, WrittenWeights>> _byShape = new(() => written.ToLookup(weights => Shape(index.Initializer(weights.Source)!.Dims), StringComparer.Ordinal));

    /// <param name="table">The table.</param>
    /// <param name="nodes">The nodes of the graph, in front of which a Transpose may come.</param>
    /// <returns><see langword="null"/> for a table of its own.</returns>
    public StoredTable? Find(GatheredTable table, List<NodeProto> nodes)
    {
        if (_bySource.Value[table.Tensor.Name].FirstOrDefault(weights => weights.Axis == table.RowAxis) is { } same)
        {
            return StoredTable.Add(graph, names, table, same.Values, same.Scales);
        }

        if (table.Tensor.Dims.Count != 2 || table.RowAxis == null)
        {
            return null;
        }

        float[]? values = null;
        foreach (var weights in _byShape.Value[Shape(table.Tensor.Dims.Reverse())].Where(weights => weights.Axis == 1 - table.RowAxis))
        {
            values ??= model.Floats(table.Tensor);
            if (Matrices.Transposed<float>(values, (int)table.Tensor.Dims[0]).AsSpan().SequenceEqual(model.Floats(index.Initializer(weights.Source)!)))
            {
                return Share(table, weights, nodes);
            }
        }

        return null;
    }

    private StoredTable Share(GatheredTable table, WrittenWeights weights, List<NodeProto> nodes)
    {
        var integers = graph.Initializer.First(tensor => tensor.Name == weights.Values);
        string values = names.Unique(table.Tensor.Name + "_quantized");
        graph.Initializer.Add(TensorData.Create<sbyte>(values, Matrices.Transposed(TensorData.SignedBytes(integers), (int)integers.Dims[0]), [.. table.Tensor.Dims]));
        graph.Initializer.Remove(integers);
        var transpose = new NodeProto { Name = names.Unique(weights.Values + "_Transpose"), OpType = "Transpose", Input = { values }, Output = { weights.Values } };
        transpose.SetAttribute("perm", [1, 0]);
        nodes.Insert(0, transpose);
        return StoredTable.Add(graph, names, table, values, weights.Scales);
    }

    private static string Shape(IEnumerable<long> dimensions) => string.Join(',', dimensions);
}
