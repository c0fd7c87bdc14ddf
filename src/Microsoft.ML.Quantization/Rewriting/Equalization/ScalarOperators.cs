using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Operators that work on each value by itself.</summary>
internal static class ScalarOperators
{
    /// <returns>What a node makes of values; <see langword="null"/> where it is no such operator.</returns>
    public static double? Value(NodeProto node, double[] read) => node.Domain is not ("" or "ai.onnx") ? null : (node.OpType, read) switch
    {
        ("Add", [var a, var b]) => a + b,
        ("Sub", [var a, var b]) => a - b,
        ("Mul", [var a, var b]) => a * b,
        ("Div", [var a, var b]) => a / b,
        ("Identity", [var x]) => x,
        ("Neg", [var x]) => -x,
        ("Relu", [var x]) => Math.Max(x, 0),
        ("LeakyRelu", [var x]) => x < 0 ? x * node.Real("alpha", 0.01f) : x,
        ("Clip", [var x, var low, var high]) when node.Input[1].Length > 0 => Math.Min(Math.Max(x, low), high),
        ("Sigmoid", [var x]) => Sigmoid(x),
        ("HardSigmoid", [var x]) => Hard(x, node.Real("alpha", 0.2f), node.Real("beta", 0.5f)),
        ("HardSwish", [var x]) => x * Hard(x, 1 / 6.0, 0.5),
        ("Tanh", [var x]) => Math.Tanh(x),
        ("Softplus", [var x]) => x > 30 ? x : Math.Log(1 + Math.Exp(x)),
        ("Elu", [var x]) => x < 0 ? node.Real("alpha", 1) * (Math.Exp(x) - 1) : x,
        ("Erf", [var x]) => Erf(x),
        ("Gelu", [var x]) when node.Text("approximate", "none") == "none" => x * (1 + Erf(x / Math.Sqrt(2))) / 2,
        _ => null,
    };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Hard(double x, double alpha, double beta) => Math.Min(Math.Max((alpha * x) + beta, 0), 1);

    /// <summary>To 1.5e-7 (M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 7.1.26).</summary>
    private static double Erf(double x)
    {
        double t = 1 / (1 + (0.3275911 * Math.Abs(x)));
        double tail = ((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t) + 0.254829592) * t * Math.Exp(-x * x);
        return Math.CopySign(1 - tail, x);
    }
}
