using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>Dense layers, and products of computed matrices.</summary>
internal static class DenseForms
{
    /// <summary>The format's dense layer reads no more dimensions.</summary>
    private const int MostDimensions = 3;

    public static MilTensor Gemm(NodeWriter node)
    {
        float alpha = node.Node.Real("alpha", 1), beta = node.Node.Real("beta", 1);
        bool readsTransposed = node.Node.Integer("transA", 0) != 0, isTransposed = node.Node.Integer("transB", 0) != 0;
        if (!HasWeights(node))
        {
            return alpha == 1 && !node.Has(2)
                ? node.Emit("matmul", ("x", node.Input(0)), ("y", node.Input(1)), ("transpose_x", node.Flag(readsTransposed)), ("transpose_y", node.Flag(isTransposed)))
                : throw node.Refused("a product of two computed matrices has a form without factors and bias alone");
        }

        int[] shape = node.InputShape(0);
        var input = readsTransposed ? node.Between("turned", [shape[1], shape[0]], "transpose", ("x", node.Input(0)), ("perm", node.Ints(1, 0))) : node.Input(0);
        return Linear(node, input, isTransposed, alpha, Bias(node, beta));
    }

    public static MilTensor MatMul(NodeWriter node)
    {
        if (node.Rank < 2 || node.InputShape(1).Length < 2)
        {
            throw node.Refused("a product with a vector has no form");
        }

        return HasWeights(node) && node.InputShape(1).Length == 2
            ? Linear(node, node.Input(0), isTransposed: false, 1, null)
            : node.Emit("matmul", ("x", node.Input(0)), ("y", node.Input(1)), ("transpose_x", node.Flag(false)), ("transpose_y", node.Flag(false)));
    }

    private static bool HasWeights(NodeWriter node) => node.Source.IsConstant(node.Node.Input[1]) || node.Quantized(1) != null;

    private static MilTensor Linear(NodeWriter node, MilTensor input, bool isTransposed, float factor, float[]? bias)
    {
        var weights = Weights(node, isTransposed, factor);
        bool isDeep = input.Shape.Length > MostDimensions;
        if (isDeep)
        {
            int[] flat = [input.Shape[..^1].Aggregate(1, (product, size) => product * size), input.Shape[^1]];
            input = node.Between("flat", flat, "reshape", ("x", input), ("shape", node.Ints(flat)));
        }

        List<(string Name, MilTensor Value)> inputs = [("x", input), ("weight", weights)];
        if (bias != null)
        {
            inputs.Add(("bias", node.Reals("bias", bias, [bias.Length])));
        }

        return isDeep
            ? node.Emit("reshape", ("x", node.Between("product", [input.Shape[0], weights.Shape[0]], "linear", [.. inputs])), ("shape", node.Ints(node.OutputShape)))
            : node.Emit("linear", [.. inputs]);
    }

    /// <summary>The weights as the format has them: a row for each output.</summary>
    private static MilTensor Weights(NodeWriter node, bool isTransposed, float factor)
    {
        if (node.Quantized(1) is { } quantized)
        {
            return isTransposed ? quantized.Times(factor) : quantized.Transposed(factor);
        }

        int[] shape = node.InputShape(1);
        float[] values = Array.ConvertAll(node.Floats(1)!, value => value * factor);
        return isTransposed ? node.Reals("weights", values, shape) : node.Reals("weights", Matrices.Transposed<float>(values, shape[0]), [shape[1], shape[0]]);
    }

    private static float[]? Bias(NodeWriter node, float factor)
    {
        int outputs = node.OutputShape[^1];
        return node.Floats(2) is not { } values || factor == 0 ? null
            : values.Length == 1 ? [.. Enumerable.Repeat(values[0] * factor, outputs)]
            : values.Length == outputs && node.InputShape(2)[^1] == outputs ? Array.ConvertAll(values, value => value * factor)
            : throw node.Refused("its bias is no vector with one value an output");
    }
}
