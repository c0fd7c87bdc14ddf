using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>
/// Finds what must not reach a subgraph (If, Loop, Scan) behind DequantizeLinear. ONNX Runtime moves DequantizeLinear past nodes that only
/// move values, and brings the process down where a subgraph reads what they give.
/// </summary>
internal static class CapturedPaths
{
    /// <summary>Whether a subgraph reads the tensor, or its values moved.</summary>
    public static bool Contains(string tensor, GraphIndex graph) => graph.HasCaptures && Leads(tensor, graph);

    private static bool Leads(string tensor, GraphIndex graph) => graph.IsCaptured(tensor)
        || graph.Consumers(tensor).Any(use => Moves(use.Node.OpType) && use.Node.Output.Any(output => Leads(output, graph)));

    /// <summary>The operators that ONNX Runtime moves DequantizeLinear past, and others that it might remove, or treat so one day.</summary>
    private static bool Moves(string operatorType) => operatorType is "MaxPool" or "Reshape" or "Flatten" or "Transpose" or "Squeeze" or "Unsqueeze" or "Slice"
        or "Identity" or "Dropout" or "Expand" or "Tile" or "Gather" or "Split" or "Pad" or "DepthToSpace" or "SpaceToDepth";
}
