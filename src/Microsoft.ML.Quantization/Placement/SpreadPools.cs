using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Averages over windows with gaps: ONNX Runtime fuses them between INT8 values to an operator that has none, and refuses the model.</summary>
internal static class SpreadPools
{
    /// <summary>Why such a pool stays in FP32; <see langword="null"/> for other nodes.</summary>
    public static string? Obstacle(NodeProto node) =>
        node.Is("AveragePool") && node.Integers("dilations") is { } gaps && gaps.Any(gap => gap != 1) ? "no INT8 kernel averages over a window with gaps" : null;
}
