using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// The tensors of a graph that subgraphs (If, Loop, Scan) read, and those whose values get there moved. ONNX Runtime moves DequantizeLinear
/// past nodes that only move values, and brings the process down where a subgraph reads what they give: past some of them, and others it might
/// remove, or treat so one day.
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
                tensor = graph.Producer(tensor) is { Input.Count: > 0 } maker && PassedValues.AreMovedBy(maker.OpType) ? maker.Input[0] : null;
            }
        }
    }

    /// <summary>Whether a subgraph reads the tensor, or its values moved.</summary>
    public bool Contains(string tensor) => _tensors.Contains(tensor);
}
