using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>
/// Transposed convolutions. The format computes the whole of what one makes, of which ONNX's padding cuts the edges off; it knows no groups and no gaps, where weights of 0
/// stand in.
/// </summary>
internal static class TransposedConvolutionForm
{
    public static LiteRtTensor Write(NodeConversion node)
    {
        var weights = LayerWeights.Read(node);
        var window = TransposedWindow.Read(node, ImageView.Shape(node, weights.Shape));
        int[] output = ImageView.Made(node), whole = [output[0], window.Whole.Y, window.Whole.X, output[3]];
        if (window.IsTooLarge)
        {
            throw node.Refused("its output is larger than what the format computes");
        }

        var kernel = Kernel(node, weights, window);
        var made = node.Made(whole);
        var input = ImageView.Input(node);
        var bias = weights.WriteBias(output[3], .., input);
        node.File.Emit(LiteRtCode.TransposeConv, [node.Numbers("size", whole), kernel, input, bias], made, OperatorOptions.TransposeConvolution(window.Stride));
        return ImageView.Back(node, MovingForms.Cut(node, made, [0, window.Before.Y, window.Before.X, 0], output));
    }

    /// <summary>Weights by output channel, height, width, input channel; -1 is a place that holds none.</summary>
    private static LiteRtTensor Kernel(NodeConversion node, LayerWeights weights, TransposedWindow window)
    {
        int groups = (int)node.Node.Integer("group", 1);
        int[] shape = ImageView.Shape(node, weights.Shape);
        var (inputs, outputs, height, width) = (shape[0], shape[1], shape[2], shape[3]);
        return weights.Write([outputs * groups, window.Kernel.Y, window.Kernel.X, inputs], 0, place =>
        {
            var (rest, c) = Math.DivRem(place, inputs);
            (rest, int x) = Math.DivRem(rest, window.Kernel.X);
            (int o, int y) = Math.DivRem(rest, window.Kernel.Y);
            bool isEmpty = c / (inputs / groups) != o / outputs || y % window.Dilation.Y != 0 || x % window.Dilation.X != 0;
            return isEmpty ? LayerWeights.Empty : (((((c * outputs) + (o % outputs)) * height) + (y / window.Dilation.Y)) * width) + (x / window.Dilation.X);
        }, ..);
    }
}
