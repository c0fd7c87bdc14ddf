using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>A Relu or Clip that clips to a range around zero, which the quantization of its input can do in its place.</summary>
/// <param name="Node">The Relu or Clip.</param>
/// <param name="Low">The lower bound it sets.</param>
/// <param name="High">The upper bound it sets.</param>
internal sealed record FoldableActivation(NodeProto Node, float Low, float High)
{
    /// <summary>Whether a node clips, to a range around zero or another.</summary>
    public static bool Contains(NodeProto node) => node.Is("Relu") || node.Is("Clip");

    /// <summary>The activation behind <paramref name="tensor"/>, if it is the only one that reads it.</summary>
    public static FoldableActivation? After(string tensor, GraphIndex graph)
    {
        if (graph.IsOutput(tensor) || graph.IsCaptured(tensor) || graph.Consumers(tensor) is not [{ InputIndex: 0 } use])
        {
            return null;
        }

        if (use.Node.Is("Relu"))
        {
            return new FoldableActivation(use.Node, 0, float.PositiveInfinity);
        }

        if (!use.Node.Is("Clip") || Bound(use.Node, 1, float.NegativeInfinity, graph) is not { } low || Bound(use.Node, 2, float.PositiveInfinity, graph) is not { } high)
        {
            return null;
        }

        return low <= 0 && high > 0 ? new FoldableActivation(use.Node, low, high) : null;
    }

    private static float? Bound(NodeProto clip, int input, float absent, GraphIndex graph)
    {
        if (clip.Input.Count <= input || clip.Input[input].Length == 0)
        {
            return absent;
        }

        return graph.Initializer(clip.Input[input]) is { DataType: (int)TensorProto.Types.DataType.Float } bound ? TensorData.Floats(bound)[0] : null;
    }
}
