using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>How a transposed convolution spreads an image.</summary>
/// <param name="Kernel">The size of the kernel, its gaps counted.</param>
/// <param name="Stride">How far apart the places are that input values go to.</param>
/// <param name="Dilation">How far apart the weights are.</param>
/// <param name="Before">What is cut off above and to the left.</param>
/// <param name="Whole">The size of what is computed, of which the output is a part.</param>
/// <param name="Reached">The size of what weights reach.</param>
internal sealed record TransposedWindow(Stride Kernel, Stride Stride, Stride Dilation, Stride Before, Stride Whole, Stride Reached)
{
    /// <summary>Whether a stride or more is asked for that no weight reaches.</summary>
    public bool IsTooLarge => Whole.Y >= Reached.Y + Stride.Y || Whole.X >= Reached.X + Stride.X;

    /// <param name="node">The node.</param>
    /// <param name="weights">The ONNX shape of its weights.</param>
    public static TransposedWindow Read(NodeConversion node, int[] weights)
    {
        var (stride, dilation) = (Pair(node.Node.Integers("strides")), Pair(node.Node.Integers("dilations")));
        var kernel = new Stride(((weights[2] - 1) * dilation.Y) + 1, ((weights[3] - 1) * dilation.X) + 1);
        int[] input = ImageView.Shape(node, node.InputShape(0)), output = ImageView.Shape(node, node.OutputShape);
        var reached = new Stride(((input[2] - 1) * stride.Y) + kernel.Y, ((input[3] - 1) * stride.X) + kernel.X);
        var before = new Stride(CutOff(node, 0, reached.Y, output[2]), CutOff(node, 1, reached.X, output[3]));
        var whole = new Stride(Math.Max(reached.Y, before.Y + output[2]), Math.Max(reached.X, before.X + output[3]));
        return new TransposedWindow(kernel, stride, dilation, before, whole, reached);
    }

    /// <summary>The padding in front: given, or half of what there is where the size of the output is given instead.</summary>
    private static int CutOff(NodeConversion node, int axis, int reached, int output)
    {
        string automatic = node.Node.Text("auto_pad", "NOTSET");
        axis -= Layout.ImageRank - node.InputShape(0).Length;
        if (axis < 0)
        {
            return 0; // the one row of a sequence
        }

        if (node.Node.Integers("output_shape") == null && automatic is "NOTSET" or "VALID")
        {
            return automatic == "NOTSET" && node.Node.Integers("pads") is { } pads ? (int)pads[axis] : 0;
        }

        int added = node.Node.Integers("output_padding") is { } padding ? (int)padding[axis] : 0;
        int all = Math.Max(reached + added - output, 0);
        return automatic == "SAME_UPPER" ? all / 2 : all - (all / 2);
    }

    private static Stride Pair(long[]? values) => values switch
    {
        { Length: 2 } => new Stride((int)values[0], (int)values[1]),
        { Length: 1 } => new Stride(1, (int)values[0]),
        _ => new Stride(1, 1),
    };
}
