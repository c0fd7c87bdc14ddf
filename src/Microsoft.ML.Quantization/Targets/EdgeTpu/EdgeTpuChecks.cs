using System.Globalization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;
using Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

namespace Microsoft.ML.Quantization.Targets.EdgeTpu;

/// <summary>
/// The rules that the documentation of the Edge TPU's compiler states for models (coral.ai, "TensorFlow models on the Edge TPU"). The first operator that breaks one
/// ends the part that runs on the device.
/// </summary>
internal sealed class EdgeTpuChecks(LiteRtOptions options) : TargetChecks
{
    private const int MostLargeDimensions = 3;

    private static readonly HashSet<LiteRtCode> Supported =
    [
        LiteRtCode.Add, LiteRtCode.AveragePool2D, LiteRtCode.Concatenation, LiteRtCode.Conv2D, LiteRtCode.DepthwiseConv2D, LiteRtCode.FullyConnected, LiteRtCode.Logistic, LiteRtCode.MaxPool2D,
        LiteRtCode.Maximum, LiteRtCode.Mean, LiteRtCode.Minimum, LiteRtCode.Mul, LiteRtCode.Pad, LiteRtCode.Quantize, LiteRtCode.Relu, LiteRtCode.Relu6, LiteRtCode.Reshape, LiteRtCode.ResizeBilinear,
        LiteRtCode.ResizeNearestNeighbor, LiteRtCode.Slice, LiteRtCode.Softmax, LiteRtCode.StridedSlice, LiteRtCode.Sub, LiteRtCode.Tanh,
    ];

    public override bool IsHere => false;

    public override Func<NodePlan, bool> Fused(OnnxModel model, OperatorRules operators) => _ => true;

    public override IEnumerable<string> Warnings(OnnxModel model)
    {
        string verdict;
        try
        {
            verdict = Verdict(LiteRtConverter.Convert(model, options));
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            verdict = e.Message;
        }

        yield return $"The model is for the Edge TPU: SaveForTarget writes the .tflite file for its compiler. {verdict}";
    }

    /// <summary>What the rules say of a file, in a sentence or two.</summary>
    public static string Verdict(LiteRtModel file)
    {
        LiteRtOperator[] inside = [.. file.Operators.Where(each => !IsEnd(file, each))];
        for (int i = 0; i < inside.Length; i++)
        {
            if (Offence(inside[i]) is { } offence)
            {
                return string.Create(CultureInfo.InvariantCulture, $"By the documented rules {i} of {inside.Length} operators run on it: {inside[i].Code}, which makes '{inside[i].Output.Name}', {offence}, and all from there on runs on the CPU.");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"All {inside.Length} operators keep to the documented rules; the compiler was not run.");
    }

    private static bool IsEnd(LiteRtModel file, LiteRtOperator each) =>
        (each.Code == LiteRtCode.Quantize && !each.Inputs[0].IsInteger && file.Inputs.Any(input => ReferenceEquals(input.Tensor, each.Inputs[0])))
        || (each.Code == LiteRtCode.Dequantize && file.Outputs.Any(output => ReferenceEquals(output.Tensor, each.Output)));

    private static string? Offence(LiteRtOperator each)
    {
        int[] shape = each.Output.Shape;
        return !each.Output.IsInteger || !each.Inputs[0].IsInteger ? "computes in FP32"
            : !Supported.Contains(each.Code) ? "is not supported"
            : shape.SkipLast(MostLargeDimensions).Any(size => size > 1) ? "makes a tensor of which more than the three innermost dimensions exceed 1"
            : each.Code == LiteRtCode.StridedSlice && Numbers(each.Inputs[3]).Any(step => step != 1) ? "goes in steps over 1"
            : each.Code == LiteRtCode.Mean && Numbers(each.Inputs[1]).Any(axis => axis is not (1 or 2)) ? "takes the mean over other dimensions than height and width"
            : each.Code is LiteRtCode.Conv2D or LiteRtCode.DepthwiseConv2D && each.Options!.Fields[^1] is int x && each.Options.Fields[^2] is int y && x != y ? "has other gaps along height than along width"
            : each.Code == LiteRtCode.FullyConnected && each.Inputs[1].Quantization!.Scales.Length > 1 ? "has a scale for each output"
            : each.Code == LiteRtCode.FullyConnected && shape.SkipLast(1).Any(size => size > 1) ? "makes more than a vector"
            : each.Code == LiteRtCode.Softmax && shape.Length > 2 && shape.SkipLast(1).Any(size => size > 1) ? "goes over more than one vector"
            : null;
    }

    private static int[] Numbers(LiteRtTensor constant) => LittleEndian.Read<int>(constant.Data);
}
