namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Tells whether a model is quantized already.</summary>
internal static class QuantizationDetector
{
    private static readonly HashSet<string> Quantized = new(StringComparer.Ordinal)
    {
        "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "DynamicQuantizeMatMul", "DynamicQuantizeLSTM",
        "QGemm", "QAttention", "QEmbedLayerNormalization", "QMoE", "MatMulNBits", "MatMulBnb4", "MatMulIntegerToFloat", "GatherBlockQuantized",
    };

    /// <summary>The operators that only quantized models have, each with how often it occurs, subgraphs included; empty for a model in floating point.</summary>
    public static IReadOnlyList<KeyValuePair<string, int>> Find(ModelProto model) =>
    [
        .. ModelWalker.Nodes(model).Select(node => node.OpType).Where(IsQuantized).GroupBy(type => type)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, group.Count())),
    ];

    /// <summary>The finding in words, such as "182 DequantizeLinear, 66 QuantizeLinear", or null for a model in floating point.</summary>
    public static string? Describe(ModelProto model)
    {
        string text = string.Join(", ", Find(model).Select(found => $"{found.Value} {found.Key}"));
        return text.Length > 0 ? text : null;
    }

    private static bool IsQuantized(string opType) =>
        Quantized.Contains(opType)
        || opType.StartsWith("QLinear", StringComparison.Ordinal)
        || opType is "ConvInteger" or "MatMulInteger" or "MatMulInteger16";
}
