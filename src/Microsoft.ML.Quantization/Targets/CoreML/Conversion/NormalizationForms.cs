using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>Normalizations.</summary>
internal static class NormalizationForms
{
    private const float DefaultEpsilon = 1e-5f;

    public static MilTensor Batch(NodeWriter node)
    {
        if (node.Rank is >= 3 and <= 5)
        {
            return node.Emit("batch_norm", ("x", node.Input(0)), ("mean", Vector(node, 3)), ("variance", Vector(node, 4)), ("gamma", Vector(node, 1)), ("beta", Vector(node, 2)), ("epsilon", Epsilon(node)));
        }

        float[] gamma = node.Floats(1)!, beta = node.Floats(2)!, mean = node.Floats(3)!, variance = node.Floats(4)!;
        double epsilon = node.Node.Real("epsilon", DefaultEpsilon);
        double[] factors = [.. gamma.Select((value, c) => value / Math.Sqrt(variance[c] + epsilon))];
        var scaled = node.Between("scaled", node.OutputShape, "mul", ("x", node.Input(0)), ("y", node.Reals("factors", [.. factors.Select(factor => (float)factor)], [factors.Length])));
        return node.Emit("add", ("x", scaled), ("y", node.Reals("addends", [.. factors.Select((factor, c) => (float)(beta[c] - (mean[c] * factor)))], [factors.Length])));
    }

    public static MilTensor Instance(NodeWriter node) => node.Rank is 3 or 4
        ? node.Emit("instance_norm", ("x", node.Input(0)), ("gamma", Vector(node, 1)), ("beta", Vector(node, 2)), ("epsilon", Epsilon(node)))
        : throw node.Refused($"it normalizes tensors of {node.Rank} dimensions");

    public static MilTensor Layer(NodeWriter node)
    {
        int first = node.Axis(node.Node.Integer("axis", -1));
        int[] shape = node.InputShape(0)[first..], axes = [.. Enumerable.Range(first, shape.Length)];
        int count = shape.Aggregate(1, (product, size) => product * size);
        var gamma = Whole(node, 1, shape, count) ?? throw node.Refused("it has no scale");
        (string, MilTensor)[] inputs = [("x", node.Input(0)), ("axes", node.Ints(axes)), ("gamma", gamma), ("epsilon", Epsilon(node))];
        return Whole(node, 2, shape, count) is { } beta ? node.Emit("layer_norm", [.. inputs, ("beta", beta)]) : node.Emit("layer_norm", inputs);
    }

    public static MilTensor LocalResponse(NodeWriter node) => node.Rank is 3 or 4
        ? node.Emit(
            "local_response_norm",
            ("x", node.Input(0)),
            ("size", node.Int((int)node.Node.Integer("size", 1))),
            ("alpha", node.Real(node.Node.Real("alpha", 1e-4f))),
            ("beta", node.Real(node.Node.Real("beta", 0.75f))),
            ("k", node.Real(node.Node.Real("bias", 1))))
        : throw node.Refused($"it normalizes tensors of {node.Rank} dimensions");

    /// <summary>What keeps from dividing by zero stays above it in FP16 too.</summary>
    private static MilTensor Epsilon(NodeWriter node)
    {
        float epsilon = node.Node.Real("epsilon", DefaultEpsilon);
        return node.Real(node.Values.Real == MilDataType.Float16 ? Math.Max(epsilon, (float)Half.Epsilon) : epsilon);
    }

    private static MilTensor Vector(NodeWriter node, int input)
    {
        float[] values = node.Floats(input)!;
        return node.Reals($"parameter_{input}", values, [values.Length]);
    }

    private static MilTensor? Whole(NodeWriter node, int input, int[] shape, int count) => node.Floats(input) is not { } values ? null
        : values.Length == count ? node.Reals($"parameter_{input}", values, shape)
        : throw node.Refused("its scale or offset is not one number for each value that is normalized");
}
