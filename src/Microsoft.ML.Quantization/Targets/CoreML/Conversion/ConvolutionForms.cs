using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>Convolutions over one to three dimensions, in groups or not, and transposed ones.</summary>
internal static class ConvolutionForms
{
    public static MilTensor Write(NodeWriter node)
    {
        var weights = Weights(node);
        var window = SpatialWindow.Create(node, weights.Shape[2..]);
        return node.Emit("conv", [.. Inputs(node, weights, window, SpatialWindow.Pairs(window.Before, window.After))]);
    }

    public static MilTensor Transposed(NodeWriter node)
    {
        var weights = Weights(node);
        int[] kernel = weights.Shape[2..], input = node.InputShape(0)[2..], output = node.OutputShape[2..];
        var window = SpatialWindow.Create(node, kernel);
        int[] cut = [.. kernel.Select((size, i) => ((input[i] - 1) * window.Strides[i]) + ((size - 1) * window.Dilations[i]) + 1 - output[i])];
        long[] added = node.Node.Integers("output_padding") is { Length: > 0 } given ? given : new long[kernel.Length];
        int[] all = [.. cut.Zip(added, (each, more) => Math.Max(each + (int)more, 0))];
        int[] before = node.Node.Text("auto_pad", "NOTSET") switch
        {
            "SAME_UPPER" => [.. all.Select(each => each / 2)],
            "SAME_LOWER" => [.. all.Select(each => (each + 1) / 2)],
            "NOTSET" when node.Node.Integers("output_shape") is { Length: > 0 } => [.. all.Select(each => (each + 1) / 2)],
            "NOTSET" => window.Before,
            _ => new int[kernel.Length],
        };
        int[] after = [.. cut.Select((each, i) => each - before[i])];
        return after.Any(each => each < 0)
            ? throw node.Refused("its output is larger than what the format computes")
            : node.Emit("conv_transpose", [.. Inputs(node, weights, window, SpatialWindow.Pairs(before, after))]);
    }

    private static List<(string Name, MilTensor Value)> Inputs(NodeWriter node, MilTensor weights, SpatialWindow window, int[] pads)
    {
        List<(string Name, MilTensor Value)> inputs = [("x", node.Input(0)), ("weight", weights)];
        if (node.Floats(2) is { } bias)
        {
            inputs.Add(("bias", node.Reals("bias", bias, [bias.Length])));
        }

        inputs.AddRange(Padding(node, pads));
        inputs.AddRange([("strides", node.Ints(window.Strides)), ("dilations", node.Ints(window.Dilations)), ("groups", node.Int((int)node.Node.Integer("group", 1)))]);
        return inputs;
    }

    /// <summary>Padding by numbers, or none.</summary>
    public static (string Name, MilTensor Value)[] Padding(NodeWriter node, int[] pads) =>
        Array.TrueForAll(pads, pad => pad == 0) ? [("pad_type", node.Text("valid"))] : [("pad_type", node.Text("custom")), ("pad", node.Ints(pads))];

    private static MilTensor Weights(NodeWriter node)
    {
        string name = node.Node.Input[1];
        return !node.Source.IsConstant(name) && node.Quantized(1) == null ? throw node.Refused("its weights are not constant")
            : node.Rank is < 3 or > 5 ? throw node.Refused($"it goes over {node.Rank - 2} dimensions")
            : node.Input(1);
    }
}
