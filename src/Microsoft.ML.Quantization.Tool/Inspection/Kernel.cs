namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>Which kernels of ONNX Runtime compute with integers.</summary>
internal static class Kernel
{
    private static readonly HashSet<string> Others = new(["QGemm", "ConvInteger", "MatMulInteger", "MatMulIntegerToFloat", "DynamicQuantizeMatMul", "DynamicQuantizeLSTM", "QAttention", "QEmbedLayerNormalization", "MatMulNBits"], StringComparer.Ordinal);

    public static bool IsInteger(string name) => name.StartsWith("QLinear", StringComparison.Ordinal) || Others.Contains(name);
}
