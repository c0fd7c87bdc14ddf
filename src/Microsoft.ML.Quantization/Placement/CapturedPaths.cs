using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// The tensors of a graph that subgraphs (If, Loop, Scan) read, and those whose values get there moved. ONNX Runtime moves DequantizeLinear
/// past nodes that only move values, and brings the process down where a subgraph reads what they give.
/// </summary>
internal sealed class CapturedPaths
{
    private readonly HashSet<string> _tensors = new(StringComparer.Ordinal);

    public CapturedPaths(GraphIndex graph)
    {
        foreach (string captured in graph.Captured)
        {
            string? tensor = captured;
            while (tensor != null && _tensors.Add(tensor))
            {
                tensor = graph.Producer(tensor) is { Input.Count: > 0 } maker && Moves(maker.OpType) ? maker.Input[0] : null;
            }
        }
    }

    /// <summary>Whether a subgraph reads the tensor, or its values moved.</summary>
    public bool Contains(string tensor) => _tensors.Contains(tensor);

    /// <summary>The operators that ONNX Runtime moves DequantizeLinear past, and others that it might remove, or treat so one day.</summary>
    private static bool Moves(string operatorType) => operatorType is "MaxPool" or "Reshape" or "Flatten" or "Transpose" or "Squeeze" or "Unsqueeze" or "Slice"
        or "Identity" or "Dropout" or "Expand" or "Tile" or "Gather" or "Split" or "Pad" or "DepthToSpace" or "SpaceToDepth";
}
