using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>A tensor of integers that stands for real numbers.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="IsConstant">Whether its integers are in the file: a weight, a bias or a table.</param>
/// <param name="Type">The type of the integers; <see langword="null"/> where only the graph's types would tell.</param>
/// <param name="Scales">How many scales it has; <see langword="null"/> where they are computed.</param>
/// <param name="Reader">The node that converts or reads it.</param>
internal sealed record QuantizedTensor(string Name, bool IsConstant, int? Type, long? Scales, NodeProto Reader)
{
    /// <summary>Where operators that compute with integers have tensors, and their scales; -1 without one.</summary>
    private static readonly Dictionary<string, (int Tensor, int Scale)[]> Places = new(StringComparer.Ordinal)
    {
        ["DequantizeLinear"] = [(0, 1)],
        ["QLinearConv"] = [(0, 1), (3, 4)],
        ["QLinearMatMul"] = [(0, 1), (3, 4)],
        ["QGemm"] = [(0, 1), (3, 4)],
        ["QLinearAdd"] = [(0, 1), (3, 4)],
        ["QLinearMul"] = [(0, 1), (3, 4)],
        ["QLinearSigmoid"] = [(0, 1)],
        ["QLinearLeakyRelu"] = [(0, 1)],
        ["QLinearSoftmax"] = [(0, 1)],
        ["QLinearAveragePool"] = [(0, 1)],
        ["QLinearGlobalAveragePool"] = [(0, 1)],
        ["ConvInteger"] = [(1, -1)],
        ["MatMulInteger"] = [(1, -1)],
        ["MatMulIntegerToFloat"] = [(1, 3)],
        ["DynamicQuantizeMatMul"] = [(1, 2)],
        ["DynamicQuantizeLSTM"] = [(1, 8), (2, 10)],
        ["QAttention"] = [(1, 4)],
        ["MatMulNBits"] = [(1, 2)],
    };

    /// <summary>Where operators that give 8-bit integers have the zero point of their output, whose type is the output's.</summary>
    private static readonly Dictionary<string, int> OutputZeroPoints = new(StringComparer.Ordinal)
    {
        ["QLinearConv"] = 7,
        ["QLinearMatMul"] = 7,
        ["QGemm"] = 8,
        ["QLinearAdd"] = 7,
        ["QLinearMul"] = 7,
        ["QLinearSigmoid"] = 4,
        ["QLinearLeakyRelu"] = 4,
        ["QLinearSoftmax"] = 4,
        ["QLinearAveragePool"] = 4,
        ["QLinearGlobalAveragePool"] = 4,
        ["QLinearConcat"] = 1,
    };

    public static IReadOnlyList<QuantizedTensor> Find(GraphProto graph)
    {
        var index = new GraphIndex(graph);
        var types = graph.Input.Concat(graph.ValueInfo).Concat(graph.Output).Where(value => value.Type?.TensorType != null)
            .GroupBy(value => value.Name).ToDictionary(group => group.Key, group => group.First().Type.TensorType.ElemType, StringComparer.Ordinal);
        return
        [
            .. graph.Node.SelectMany(node => Places.GetValueOrDefault(node.OpType, []).Where(place => Input(node, place.Tensor).Length > 0).Select(place => Create(node, place.Tensor, place.Scale, index, types)))
                .Concat(graph.Node.Where(node => node.OpType == "QuantizeLinear" && ConstantValue.Find(Input(node, 0), index) == null).Select(node => new QuantizedTensor(node.Output[0], false, TypeOf(node, index), ScalesOf(Input(node, 1), index), node)))
                .Concat(graph.Node.Where(node => OutputZeroPoints.TryGetValue(node.OpType, out int at) && Input(node, at).Length > 0).Select(node => Output(node, OutputZeroPoints[node.OpType], index)))
                .OrderBy(tensor => tensor.Type == null).DistinctBy(tensor => tensor.Name),
        ];
    }

    /// <summary>The type that a QuantizeLinear or DequantizeLinear has on its quantized side, by its zero point.</summary>
    public static int? TypeOf(NodeProto node, GraphIndex index) => Input(node, 2).Length > 0 ? ConstantValue.Find(Input(node, 2), index)?.Type
        : node.OpType == "QuantizeLinear" ? (int)node.Integer("output_dtype", (int)TensorProto.Types.DataType.Uint8) : null;

    public static long? ScalesOf(string scale, GraphIndex index) => ConstantValue.Find(scale, index)?.Count;

    private static QuantizedTensor Create(NodeProto node, int tensor, int scale, GraphIndex index, Dictionary<string, int> types)
    {
        string name = Input(node, tensor);
        var constant = ConstantValue.Find(name, index);
        int? type = constant?.Type
            ?? (node.OpType == "DequantizeLinear" ? TypeOf(node, index) : null)
            ?? (tensor == 0 && Input(node, 2).Length > 0 ? ConstantValue.Find(Input(node, 2), index)?.Type : null)
            ?? (types.TryGetValue(name, out int known) ? known : null);
        return new QuantizedTensor(constant == null ? Made(name, index) : name, constant != null, type, scale < 0 ? null : ScalesOf(Input(node, scale), index), node);
    }

    private static QuantizedTensor Output(NodeProto node, int zeroPoint, GraphIndex index) =>
        new(node.Output[0], false, ConstantValue.Find(Input(node, zeroPoint), index)?.Type, ScalesOf(Input(node, zeroPoint - 1), index), node);

    /// <summary>The tensor behind casts that some exporters write between QuantizeLinear and DequantizeLinear.</summary>
    private static string Made(string tensor, GraphIndex index)
    {
        while (index.Producer(tensor) is { OpType: "Cast" or "Identity" } node)
        {
            tensor = node.Input[0];
        }

        return tensor;
    }

    private static string Input(NodeProto node, int i) => i < node.Input.Count ? node.Input[i] : "";
}
