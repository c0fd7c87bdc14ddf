using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>
/// Stores the tables of a plan in INT8. Rows are looked up as integers and only they are brought to FP32: behind DequantizeLinear, ONNX Runtime
/// would bring the whole table to FP32 in every run.
/// </summary>
internal sealed class TableWriter(OnnxModel model, GraphProto graph, NameScope names, TiedTables tied)
{
    private readonly Dictionary<string, StoredTable> _stored = new(StringComparer.Ordinal);

    /// <summary>Replaces, among nodes already written, those that look up in a table of the plan.</summary>
    /// <param name="nodes">The nodes, in their order.</param>
    /// <param name="tables">The tables to store in INT8, by the names of the nodes that read them.</param>
    public List<NodeProto> Replace(List<NodeProto> nodes, IReadOnlyDictionary<string, GatheredTable> tables)
    {
        foreach (var table in tables.Values.DistinctBy(table => table.Tensor.Name))
        {
            _stored[table.Tensor.Name] = tied.Find(table, nodes) ?? Store(table);
        }

        return [.. nodes.SelectMany(node => tables.TryGetValue(node.Name, out var table) ? Read(node, _stored[table.Tensor.Name]) : [node])];
    }

    private StoredTable Store(GatheredTable table)
    {
        var quantized = QuantizedTable.Quantize(table, model.Floats(table.Tensor));
        string values = names.Unique(table.Tensor.Name + "_quantized");
        graph.Initializer.Add(TensorData.Create<sbyte>(values, quantized.Values, [.. table.Tensor.Dims]));
        return StoredTable.Add(graph, names, table, values, quantized.Scales);
    }

    private IEnumerable<NodeProto> Read(NodeProto node, StoredTable table)
    {
        var (result, integers) = (node.Output[0], names.Unique(node.Output[0] + "_quantized"));
        var rows = node.Clone();
        rows.Input[0] = table.Values;
        rows.Output[0] = integers;
        yield return rows;
        if (table.ZeroPoint != null)
        {
            yield return QdqNodes.Dequantize(names.Unique(node.Name + "_DequantizeLinear"), integers, table.Scale, table.ZeroPoint, result);
            yield break;
        }

        var (numbers, steps) = (names.Unique(node.Output[0] + "_numbers"), names.Unique(node.Output[0] + "_scales"));
        var cast = new NodeProto { Name = names.Unique(node.Name + "_Cast"), OpType = "Cast", Input = { integers }, Output = { numbers } };
        cast.SetAttribute("to", (long)TensorProto.Types.DataType.Float);
        yield return cast;
        var scales = node.Clone();
        scales.Name = names.Unique(node.Name + "_Scales");
        scales.Input[0] = table.Scale;
        scales.Output[0] = steps;
        yield return scales;
        yield return new NodeProto { Name = names.Unique(node.Name + "_Mul"), OpType = "Mul", Input = { numbers, steps }, Output = { result } };
    }
}
