using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>The window that a convolution or pool moves over an image, with the padding that it really does: automatic padding and rounding up are worked out.</summary>
/// <param name="Kernel">Its size.</param>
/// <param name="Stride">How far it moves.</param>
/// <param name="Dilation">How far apart its points are.</param>
/// <param name="Before">The padding above and to the left.</param>
/// <param name="After">The padding below and to the right; as much of it as is read.</param>
/// <param name="Input">The size of the image.</param>
/// <param name="Output">The number of places.</param>
internal sealed record Window(Stride Kernel, Stride Stride, Stride Dilation, Stride Before, Stride After, Stride Input, Stride Output)
{
    /// <summary>The padding below and to the right that the node states; windows that are rounded up read beyond it.</summary>
    public Stride Stated { get; init; }

    public bool HasGaps => Dilation != new Stride(1, 1);

    public bool HasPadding => Before != default || After.Y > 0 || After.X > 0;

    /// <summary>Whether the padding is what the format calls SAME: as much as it takes for a place at each step, the odd pixel behind.</summary>
    public bool IsSame => IsSameAlong(Input.Y, Kernel.Y, Stride.Y, Dilation.Y, Before.Y, Output.Y) && IsSameAlong(Input.X, Kernel.X, Stride.X, Dilation.X, Before.X, Output.X);

    /// <param name="node">The node.</param>
    /// <param name="kernel">The size of the window.</param>
    public static Window Read(NodeConversion node, Stride kernel)
    {
        int[] input = ImageView.Shape(node, node.InputShape(0)), output = ImageView.Shape(node, node.OutputShape);
        var (stride, dilation) = (Pair(node.Node.Integers("strides")), Pair(node.Node.Integers("dilations")));
        var (size, places) = (new Stride(input[2], input[3]), new Stride(output[2], output[3]));
        var read = new Stride(Read(kernel.Y, stride.Y, dilation.Y, places.Y), Read(kernel.X, stride.X, dilation.X, places.X));
        string automatic = node.Node.Text("auto_pad", "NOTSET");
        long[] pads = automatic == "VALID" ? [0, 0, 0, 0] : node.Node.Integers("pads") switch
        {
            { Length: 4 } given => given,
            { Length: 2 } given => [0, given[0], 0, given[1]],
            _ => [0, 0, 0, 0],
        };
        var (before, stated) = (new Stride((int)pads[0], (int)pads[1]), new Stride((int)pads[2], (int)pads[3]));
        if (automatic is "SAME_UPPER" or "SAME_LOWER")
        {
            int odd = automatic == "SAME_LOWER" ? 1 : 0;
            var all = new Stride(Math.Max(read.Y - size.Y, 0), Math.Max(read.X - size.X, 0));
            before = new Stride((all.Y + odd) / 2, (all.X + odd) / 2);
            stated = new Stride(all.Y - before.Y, all.X - before.X);
        }

        return new Window(kernel, stride, dilation, before, new Stride(read.Y - size.Y - before.Y, read.X - size.X - before.X), size, places) { Stated = stated };
    }

    private static int Read(int kernel, int stride, int dilation, int places) => ((places - 1) * stride) + ((kernel - 1) * dilation) + 1;

    private static bool IsSameAlong(int input, int kernel, int stride, int dilation, int before, int places) =>
        places == (input + stride - 1) / stride && before == Math.Max(Read(kernel, stride, dilation, places) - input, 0) / 2;

    private static Stride Pair(long[]? values) => values switch
    {
        { Length: 2 } => new Stride((int)values[0], (int)values[1]),
        { Length: 1 } => new Stride(1, (int)values[0]),
        _ => new Stride(1, 1),
    };
}
