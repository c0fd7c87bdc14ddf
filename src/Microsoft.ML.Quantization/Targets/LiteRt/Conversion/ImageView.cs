using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>A node that moves a window over images, or over sequences, which are seen as images of one row.</summary>
internal static class ImageView
{
    private const int SequenceRank = 3;

    /// <summary>An ONNX shape as that of images.</summary>
    public static int[] Shape(NodeConversion node, int[] onnx) => onnx.Length switch
    {
        Layout.ImageRank => onnx,
        SequenceRank => [onnx[0], onnx[1], 1, onnx[2]],
        _ => throw node.Refused($"the format moves windows over images, not over {onnx.Length - 2} dimensions"),
    };

    /// <summary>The shape in the file of what the node makes.</summary>
    public static int[] Made(NodeConversion node) => Layout.Shape(Shape(node, node.OutputShape));

    public static LiteRtTensor Input(NodeConversion node) => Moves.Reshape(node, node.Input(0), node.InputShape(0), Shape(node, node.InputShape(0)));

    /// <summary>What was made, as the node gives it.</summary>
    public static LiteRtTensor Back(NodeConversion node, LiteRtTensor made) => Moves.Reshape(node, made, Shape(node, node.OutputShape), node.OutputShape);
}
