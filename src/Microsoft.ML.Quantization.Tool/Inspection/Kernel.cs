using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>What the kernels of ONNX Runtime compute in.</summary>
internal static class Kernel
{
    public const string Int8 = "INT8";
    private const string Conversion = "conversion";

    private static readonly HashSet<string> Conversions = new(["QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear"], StringComparer.Ordinal);

    private static readonly HashSet<string> Integer = new(
        ["QGemm", "ConvInteger", "MatMulInteger", "MatMulInteger16", "MatMulIntegerToFloat", "DynamicQuantizeMatMul", "DynamicQuantizeLSTM", "QAttention", "QEmbedLayerNormalization"],
        StringComparer.Ordinal);

    /// <summary>INT8, conversion, or the type of what the node makes; bits of the weights where only those are integers; nothing where it is not known.</summary>
    /// <param name="node">The node.</param>
    /// <param name="types">The types of the graph's tensors.</param>
    public static string RunsIn(NodeProto node, RuntimeTypes types)
    {
        if (Conversions.Contains(node.OpType))
        {
            return Conversion;
        }

        if (node.OpType == "MatMulNBits")
        {
            // From this level on the activations are quantized when it runs.
            return node.Integer("accuracy_level", 0) == 4 ? Int8 : $"FP32, weights of {node.Integer("bits", 4)} bits";
        }

        return IsInteger(node.OpType) ? Int8
            : ModelWalker.Subgraphs(node).Any() ? "its branches"
            : types.Find(node.Output.FirstOrDefault(name => name.Length > 0) ?? "") is { } type ? Name(type) : "";
    }

    /// <summary>Whether the operator computes with 8-bit integers, whatever its neighbours are.</summary>
    public static bool IsInteger(string name) => name.StartsWith("QLinear", StringComparison.Ordinal) || Integer.Contains(name);

    /// <summary>The type as the field writes it.</summary>
    public static string Name(int type) => (DataType)type switch
    {
        // Pools, shapes and copies of INT8 values.
        DataType.Uint8 or DataType.Int8 => Int8,
        DataType.Float => "FP32",
        DataType.Float16 => "FP16",
        DataType.Bfloat16 => "BF16",
        DataType.Double => "FP64",
        _ => ElementTypes.Name(type).ToUpperInvariant(),
    };
}
