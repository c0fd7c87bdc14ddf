using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>The element types of the tensors of an optimized graph, which ONNX Runtime does not write down.</summary>
internal sealed class RuntimeTypes
{
    private static readonly HashSet<string> Truths = new(["Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor", "Not", "IsNaN", "IsInf"], StringComparer.Ordinal);
    private static readonly HashSet<string> Counts = new(["Shape", "Size", "ArgMax", "ArgMin", "NonZero"], StringComparer.Ordinal);
    private static readonly HashSet<string> Real = new(["DequantizeLinear", "MatMulIntegerToFloat", "DynamicQuantizeMatMul", "DynamicQuantizeLSTM", "QAttention", "QEmbedLayerNormalization"], StringComparer.Ordinal);

    private readonly Dictionary<string, int> _types;
    private readonly GraphIndex _index;

    private RuntimeTypes(GraphProto graph, RuntimeTypes? outer)
    {
        _index = new GraphIndex(graph);
        _types = outer == null ? new(StringComparer.Ordinal) : new(outer._types, StringComparer.Ordinal);
        foreach (var value in graph.Input.Concat(graph.ValueInfo).Concat(graph.Output).Where(value => value.Type?.TensorType is { ElemType: > 0 }))
        {
            _types[value.Name] = value.Type.TensorType.ElemType;
        }

        foreach (var tensor in graph.Initializer)
        {
            _types[tensor.Name] = tensor.DataType;
        }

        foreach (var node in graph.Node)
        {
            Add(node);
        }
    }

    /// <summary>Every graph, those of branches included, with its types.</summary>
    public static IEnumerable<(GraphProto Graph, RuntimeTypes Types)> Of(GraphProto graph, RuntimeTypes? outer = null)
    {
        var types = new RuntimeTypes(graph, outer);
        return graph.Node.SelectMany(ModelWalker.Subgraphs).SelectMany(inner => Of(inner, types)).Prepend((graph, types));
    }

    public int? Find(string tensor) => _types.TryGetValue(tensor, out int type) ? type : null;

    private void Add(NodeProto node)
    {
        if (Type(node) is { } type && node.Output.FirstOrDefault(name => name.Length > 0) is { } output)
        {
            _types.TryAdd(output, type);
        }
    }

    private int? Type(NodeProto node) => node.OpType switch
    {
        "QuantizeLinear" => QuantizedTensor.TypeOf(node, _index),
        "DynamicQuantizeLinear" => (int)DataType.Uint8,
        "ConvInteger" or "MatMulInteger" => (int)DataType.Int32,
        "Cast" => (int)node.Integer("to", 0),
        "Constant" => node.Find("value")?.T?.DataType,
        "ConstantOfShape" => node.Find("value")?.T?.DataType ?? (int)DataType.Float,
        "Where" => Find(node.Input[1]),
        "QGemm" when node.Input.Count < 9 => (int)DataType.Float,
        var name when Real.Contains(name) => (int)DataType.Float,
        var name when Kernel.IsInteger(name) => (int)DataType.Uint8,
        var name when Truths.Contains(name) => (int)DataType.Bool,
        var name when Counts.Contains(name) => (int)DataType.Int64,
        _ => ModelWalker.Subgraphs(node).Any() ? null : node.Input.Select(Find).FirstOrDefault(type => type != null),
    };
}
