using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Functions that the format has no operator for, or only one of their kind, made up of others in FP32.</summary>
internal static class CompositeForms
{
    private const float Steep = 1e20f;

    /// <summary>The polynomial 7.1.26 of Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), whose error is below 1.5e-7.</summary>
    private static readonly float[] ErrorFunction = [1.061405429f, -1.453152027f, 1.421413741f, -0.284496736f, 0.254829592f];

    private const float ErrorFunctionSlope = 0.3275911f;

    public static LiteRtTensor Reciprocal(NodeConversion node)
    {
        var steps = new FloatSteps(node);
        return steps.Div(steps.Number(1), node.Input(0));
    }

    public static LiteRtTensor Elu(NodeConversion node)
    {
        if (node.Node.Real("alpha", 1) != 1)
        {
            throw node.Refused("the format has Elu with an alpha of 1");
        }

        return new FloatSteps(node).One(LiteRtCode.Elu, node.Input(0));
    }

    public static LiteRtTensor Erf(NodeConversion node)
    {
        var steps = new FloatSteps(node);
        var input = node.Input(0);
        var size = steps.One(LiteRtCode.Abs, input);
        var one = steps.Number(1);
        var t = steps.Div(one, steps.Add(steps.Mul(size, steps.Number(ErrorFunctionSlope)), one));
        var sum = ErrorFunction.Skip(1).Aggregate(steps.Mul(t, steps.Number(ErrorFunction[0])), (made, factor) => steps.Mul(steps.Add(made, steps.Number(factor)), t));
        var bell = steps.One(LiteRtCode.Exp, steps.One(LiteRtCode.Neg, steps.Mul(input, input)));
        var sign = steps.Two(LiteRtCode.Minimum, steps.Two(LiteRtCode.Maximum, steps.Mul(input, steps.Number(Steep)), steps.Number(-1), OperatorOptions.MaximumMinimum), one, OperatorOptions.MaximumMinimum);
        return steps.Mul(sign, steps.Sub(one, steps.Mul(sum, bell)));
    }
}
