using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Normalizations, in FP32.</summary>
internal static class NormalizationForms
{
    private const float DefaultEpsilon = 1e-5f;

    /// <summary>A factor and an addend for each channel.</summary>
    public static LiteRtTensor Batch(NodeConversion node)
    {
        float[] scale = node.Floats(1)!, bias = node.Floats(2)!, mean = node.Floats(3)!, variance = node.Floats(4)!;
        double epsilon = node.Node.Real("epsilon", DefaultEpsilon);
        double[] factors = [.. scale.Select((value, c) => value / Math.Sqrt(variance[c] + epsilon))];
        float[] addends = [.. factors.Select((value, c) => (float)(bias[c] - (mean[c] * value)))];
        var steps = new FloatSteps(node);
        return steps.Add(steps.Mul(node.Input(0), Channels(node, "factor", [.. factors.Select(value => (float)value)])), Channels(node, "addend", addends));
    }

    /// <summary>Over the last dimensions, from an axis on.</summary>
    public static LiteRtTensor Layer(NodeConversion node)
    {
        int rank = node.InputShape(0).Length, axis = (int)node.Node.Integer("axis", -1);
        int first = axis < 0 ? axis + rank : axis;
        var steps = new FloatSteps(node);
        var made = steps.Mul(Normalized(node, [.. Enumerable.Range(first, rank - first)]), ElementwiseForms.Aligned(node, 1, rank));
        return node.Has(2) ? steps.Add(made, ElementwiseForms.Aligned(node, 2, rank)) : made;
    }

    /// <summary>Over height and width.</summary>
    public static LiteRtTensor Instance(NodeConversion node)
    {
        int rank = node.InputShape(0).Length;
        var steps = new FloatSteps(node);
        return steps.Add(steps.Mul(Normalized(node, [.. Enumerable.Range(2, rank - 2)]), Channels(node, "factor", node.Floats(1)!)), Channels(node, "addend", node.Floats(2)!));
    }

    /// <summary>Over neighbouring channels. ONNX divides the sum of squares by their number, the format does not.</summary>
    public static LiteRtTensor LocalResponse(NodeConversion node)
    {
        int size = (int)node.Node.Integer("size", 1);
        if (node.InputShape(0).Length != Layout.ImageRank || size % 2 == 0)
        {
            throw node.Refused("the format normalizes over an odd number of channels of images");
        }

        float alpha = node.Node.Real("alpha", 1e-4f) / size, beta = node.Node.Real("beta", 0.75f), bias = node.Node.Real("bias", 1);
        var made = node.Made();
        node.File.Emit(LiteRtCode.LocalResponseNormalization, [node.Input(0)], made, OperatorOptions.LocalResponseNormalization(size / 2, bias, alpha, beta));
        return made;
    }

    /// <summary>What is left of the mean, over the deviation.</summary>
    private static LiteRtTensor Normalized(NodeConversion node, int[] axes)
    {
        var steps = new FloatSteps(node);
        int rank = node.InputShape(0).Length;
        int[] places = [.. axes.Select(axis => Layout.Axis(rank, axis)).Order()];
        var input = node.Input(0);
        var rest = steps.Sub(input, steps.Mean(input, places));
        var variance = steps.Mean(steps.Mul(rest, rest), places);
        return steps.Mul(rest, steps.One(LiteRtCode.Rsqrt, steps.Add(variance, steps.Number(node.Node.Real("epsilon", DefaultEpsilon)))));
    }

    private static LiteRtTensor Channels(NodeConversion node, string suffix, float[] values)
    {
        int[] shape = [.. node.InputShape(0).Select((_, axis) => axis == 1 ? values.Length : 1)];
        return node.File.AddConstant<float>($"{node.Name}/{suffix}", values, Layout.Shape(shape));
    }
}
