using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>A constant that nodes look values up in, such as an embedding.</summary>
/// <param name="Tensor">The table in FP32.</param>
/// <param name="Readers">The nodes that look values up in it.</param>
/// <param name="Others">The nodes that read it for something else.</param>
internal sealed record GatheredTable(TensorProto Tensor, IReadOnlyList<NodeProto> Readers, IReadOnlyList<TensorUse> Others)
{
    /// <summary>Rows of fewer values would cost as much for their scales as they save.</summary>
    private const int ShortestRow = 4;

    public long Count => TensorChecks.ElementCount(Tensor);

    /// <summary>The axis of the rows that are looked up, each of which can have a scale of its own; <see langword="null"/> where the table can have one scale only.</summary>
    public int? RowAxis
    {
        get
        {
            int[] axes = [.. Readers.Select(reader => reader.Is("Gather") ? (int)reader.Integer("axis", 0) : -Tensor.Dims.Count - 1).Select(axis => axis < 0 ? axis + Tensor.Dims.Count : axis).Distinct()];
            return axes is [>= 0 and var axis] && axis < Tensor.Dims.Count && Tensor.Dims[axis] > 0 && Count / Tensor.Dims[axis] >= ShortestRow ? axis : null;
        }
    }

    /// <summary>The FP32 tables of a graph, in the order in which they are read.</summary>
    public static IEnumerable<GatheredTable> Find(GraphIndex graph)
    {
        var names = graph.Graph.Node.Where(LooksUp).Select(node => node.Input[0]).Distinct(StringComparer.Ordinal);
        foreach (var tensor in names.Select(graph.Initializer).OfType<TensorProto>().Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float))
        {
            var uses = graph.Consumers(tensor.Name);
            yield return new GatheredTable(
                tensor,
                [.. uses.Where(use => use.InputIndex == 0 && LooksUp(use.Node)).Select(use => use.Node)],
                [.. uses.Where(use => use.InputIndex != 0 || !LooksUp(use.Node))]);
        }
    }

    private static bool LooksUp(NodeProto node) => node.Input.Count > 1 && (node.Is("Gather") || node.Is("GatherElements") || node.Is("GatherND"));
}
