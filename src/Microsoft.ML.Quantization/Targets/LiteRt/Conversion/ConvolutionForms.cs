using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Convolutions: dense, depthwise and in groups, over images and over sequences.</summary>
internal static class ConvolutionForms
{
    public static LiteRtTensor Write(NodeConversion node)
    {
        var weights = LayerWeights.Read(node);
        int groups = (int)node.Node.Integer("group", 1), channels = node.InputShape(0)[1];
        int[] shape = ImageView.Shape(node, weights.Shape);
        var window = Window.Read(node, new Stride(shape[2], shape[3]));
        var (input, padding) = Padding.For(node, ImageView.Input(node), window);
        return ImageView.Back(
            node,
            groups == 1 ? Dense(node, weights, input, window, padding, node.Made(ImageView.Made(node)), ..)
            : groups == channels ? Depthwise(node, weights, input, window, padding)
            : Grouped(node, weights, input, window, padding, groups));
    }

    private static LiteRtTensor Dense(NodeConversion node, LayerWeights weights, LiteRtTensor input, Window window, byte padding, LiteRtTensor made, Range outputs)
    {
        int[] shape = ImageView.Shape(node, weights.Shape);
        var (first, count) = outputs.GetOffsetAndLength(shape[0]);
        var (inputs, height, width) = (shape[1], shape[2], shape[3]);
        var kernel = weights.Write([count, height, width, inputs], 0, place =>
        {
            var (rest, c) = Math.DivRem(place, inputs);
            (rest, int x) = Math.DivRem(rest, width);
            (int o, int y) = Math.DivRem(rest, height);
            return ((((((first + o) * inputs) + c) * height) + y) * width) + x;
        }, outputs);
        var bias = weights.WriteBias(shape[0], outputs, input);
        node.File.Emit(LiteRtCode.Conv2D, [input, kernel, bias], made, OperatorOptions.Convolution(padding, window.Stride, window.Dilation));
        return made;
    }

    private static LiteRtTensor Depthwise(NodeConversion node, LayerWeights weights, LiteRtTensor input, Window window, byte padding)
    {
        int[] shape = ImageView.Shape(node, weights.Shape);
        var (outputs, points) = (shape[0], shape[2] * shape[3]);
        var kernel = weights.Write([1, shape[2], shape[3], outputs], Layout.ImageRank - 1, place => (place % outputs * points) + (place / outputs), ..);
        var bias = weights.WriteBias(outputs, .., input);
        var made = node.Made(ImageView.Made(node));
        int multiplier = outputs / node.InputShape(0)[1];
        node.File.Emit(LiteRtCode.DepthwiseConv2D, [input, kernel, bias], made, OperatorOptions.Depthwise(padding, window.Stride, multiplier, window.Dilation));
        return made;
    }

    /// <summary>Runtimes know groups only lately: each is a convolution by itself over its part of the channels.</summary>
    private static LiteRtTensor Grouped(NodeConversion node, LayerWeights weights, LiteRtTensor input, Window window, byte padding, int groups)
    {
        var (inputs, outputs) = (weights.Shape[1], weights.Shape[0] / groups);
        int[] places = ImageView.Made(node);
        var parts = new LiteRtTensor[groups];
        for (int i = 0; i < groups; i++)
        {
            var part = MovingForms.Cut(node, input, [0, 0, 0, i * inputs], [.. input.Shape[..^1], inputs]);
            parts[i] = Dense(node, weights, part, window, padding, node.Made([.. places[..^1], outputs]), new Range(i * outputs, (i + 1) * outputs));
        }

        var made = node.Made(places);
        node.File.Emit(LiteRtCode.Concatenation, parts, made, OperatorOptions.Concatenation(Layout.ImageRank - 1));
        return made;
    }
}
