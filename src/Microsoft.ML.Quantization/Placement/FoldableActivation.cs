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
        if (OnlyReader(tensor, graph) is not { } reader)
        {
            return null;
        }

        if (reader.Is("Relu"))
        {
            return new FoldableActivation(reader, 0, float.PositiveInfinity);
        }

        if (!reader.Is("Clip") || Bound(reader, 1, float.NegativeInfinity, graph) is not { } low || Bound(reader, 2, float.PositiveInfinity, graph) is not { } high)
        {
            return null;
        }

        return low <= 0 && high > 0 ? new FoldableActivation(reader, low, high) : null;
    }

    /// <summary>As <see cref="After"/>, an operator that is only kept with its producer: it clips nothing.</summary>
    public static FoldableActivation? Attached(string tensor, GraphIndex graph, IReadOnlyCollection<string> operators) =>
        OnlyReader(tensor, graph) is { } reader && operators.Any(reader.Is) ? new FoldableActivation(reader, float.NegativeInfinity, float.PositiveInfinity) : null;

    private static NodeProto? OnlyReader(string tensor, GraphIndex graph) =>
        !graph.IsOutput(tensor) && !graph.IsCaptured(tensor) && graph.Consumers(tensor) is [{ InputIndex: 0 } use] ? use.Node : null;

    private static float? Bound(NodeProto clip, int input, float absent, GraphIndex graph)
    {
        if (clip.Input.Count <= input || clip.Input[input].Length == 0)
        {
            return absent;
        }

        return graph.Initializer(clip.Input[input]) is { DataType: (int)TensorProto.Types.DataType.Float } bound ? TensorData.Floats(bound)[0] : null;
    }
}
