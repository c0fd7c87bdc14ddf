using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>Activations with numbers of their own.</summary>
internal static class ActivationForms
{
    private const float SixOfRelu6 = 6;

    public static MilTensor Clip(NodeWriter node)
    {
        float low = node.Floats(1)?[0] ?? float.NegativeInfinity, high = node.Floats(2)?[0] ?? float.PositiveInfinity;
        var x = node.Input(0);
        return (low, high) switch
        {
            (0, SixOfRelu6) => node.Emit("relu6", ("x", x)),
            (0, >= float.MaxValue) => node.Emit("relu", ("x", x)),
            ( <= float.MinValue, >= float.MaxValue) => x,
            (_, >= float.MaxValue) => node.Emit("maximum", ("x", x), ("y", node.Real(low))),
            ( <= float.MinValue, _) => node.Emit("minimum", ("x", x), ("y", node.Real(high))),
            _ when low < high => node.Emit("clip", ("x", x), ("alpha", node.Real(low)), ("beta", node.Real(high))),
            _ => node.Emit("minimum", ("x", node.Between("raised", node.OutputShape, "maximum", ("x", x), ("y", node.Real(low)))), ("y", node.Real(high))),
        };
    }

    public static MilTensor Elu(NodeWriter node) => node.Emit("elu", ("x", node.Input(0)), ("alpha", node.Real(node.Node.Real("alpha", 1))));

    public static MilTensor Gelu(NodeWriter node) => node.Emit("gelu", ("x", node.Input(0)), ("mode", node.Text(node.Node.Text("approximate", "none") == "tanh" ? "TANH_APPROXIMATION" : "EXACT")));

    public static MilTensor HardSigmoid(NodeWriter node) => node.Emit("sigmoid_hard", ("x", node.Input(0)), ("alpha", node.Real(node.Node.Real("alpha", 0.2f))), ("beta", node.Real(node.Node.Real("beta", 0.5f))));

    /// <summary>The value times a hard sigmoid of it.</summary>
    public static MilTensor HardSwish(NodeWriter node)
    {
        var gate = node.Between("gate", node.OutputShape, "sigmoid_hard", ("x", node.Input(0)), ("alpha", node.Real(1f / 6)), ("beta", node.Real(0.5f)));
        return node.Emit("mul", ("x", node.Input(0)), ("y", gate));
    }

    public static MilTensor LeakyRelu(NodeWriter node) => node.Emit("leaky_relu", ("x", node.Input(0)), ("alpha", node.Real(node.Node.Real("alpha", 0.01f))));

    /// <summary>A slope for all values, or one for each channel of an image.</summary>
    public static MilTensor PRelu(NodeWriter node)
    {
        float[] slopes = node.Floats(1)!;
        int[] shape = node.InputShape(0), slopeShape = node.InputShape(1);
        if (Array.TrueForAll(slopes, slope => slope == slopes[0]))
        {
            return node.Emit("leaky_relu", ("x", node.Input(0)), ("alpha", node.Real(slopes[0])));
        }

        bool isOfChannels = shape.Length == 4 && slopes.Length == shape[1] && slopeShape.Length is 3 or 4 && slopeShape[^3] == shape[1];
        return isOfChannels ? node.Emit("prelu", ("x", node.Input(0)), ("alpha", node.Reals("slopes", slopes, [slopes.Length]))) : throw node.Refused("its slopes are not one for each channel of an image");
    }

    public static MilTensor Softmax(NodeWriter node) => node.Emit("softmax", ("x", node.Input(0)), ("axis", node.Int(node.Axis(node.Node.Integer("axis", -1)))));
}
