using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>A node between quantized tensors that ONNX Runtime runs in FP32.</summary>
internal sealed record UnfusedNode(string Name, string Operator, string Reason)
{
    private static readonly HashSet<string> Fusable = new(["Conv", "Gemm", "MatMul", "Add", "Mul", "AveragePool", "GlobalAveragePool", "Sigmoid", "LeakyRelu", "Concat"], StringComparer.Ordinal);

    /// <param name="graph">The model.</param>
    /// <param name="optimized">What ONNX Runtime made of it.</param>
    public static IEnumerable<UnfusedNode> Find(GraphProto graph, GraphProto optimized)
    {
        var index = new GraphIndex(graph);
        var left = optimized.Node.Where(node => Fusable.Contains(node.OpType) || node.OpType is "FusedConv" or "FusedGemm" or "FusedMatMul").Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        return graph.Node
            .Where(node => Fusable.Contains(node.OpType) && left.Contains(node.Name) && node.Input.Any(input => index.Producer(input)?.OpType == "DequantizeLinear"))
            .Select(node => new UnfusedNode(node.Name, node.OpType, Explain(node, index)));
    }

    private static string Explain(NodeProto node, GraphIndex index)
    {
        bool isConvolution = node.OpType == "Conv";
        int activations = isConvolution || node.OpType is "Gemm" or "MatMul" ? 2 : node.Input.Count;
        if (node.Input.Take(activations).FirstOrDefault(input => index.Producer(input)?.OpType != "DequantizeLinear") is { } plain)
        {
            return $"its input '{plain}' is not quantized";
        }

        var readers = node.Output.SelectMany(index.Consumers).Select(use => use.Node).ToList();
        if (readers.Count != 1 || readers[0].OpType != "QuantizeLinear")
        {
            return isConvolution || node.OpType is not ("MatMul" or "Gemm")
                ? readers.Count == 0 ? "its output is an output of the model and not quantized" : $"its output is read by {string.Join(", ", readers.Select(reader => reader.OpType).Distinct())}, where only a QuantizeLinear may read it"
                : "its weights, bias or zero points do not have the form that the kernel takes";
        }

        return isConvolution && node.Input.Count > 2 && index.Producer(node.Input[2])?.OpType != "DequantizeLinear" && index.Initializer(node.Input[2])?.DataType == (int)TensorProto.Types.DataType.Float
            ? "its bias is FP32, where the kernel takes INT32 with the product of the scales of input and weights"
            : "the types or zero points of its tensors have no kernel: UINT8 activations and INT8 weights with zero point 0 do";
    }
}
