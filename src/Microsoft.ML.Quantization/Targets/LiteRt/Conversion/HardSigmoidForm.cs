using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>
/// A line clipped to 0 and 1, for which the format has no operator. On INT8 values it is a depthwise convolution of one point, whose output saturates where the line is
/// clipped.
/// </summary>
internal static class HardSigmoidForm
{
    private const float DefaultSlope = 0.2f;
    private const float DefaultOffset = 0.5f;
    private const int WeightSteps = 127;

    public static LiteRtTensor Write(NodeConversion node)
    {
        float slope = node.Node.Real("alpha", DefaultSlope), offset = node.Node.Real("beta", DefaultOffset);
        return node.IsInteger ? Integer(node, slope, offset) : Real(node, slope, offset);
    }

    private static LiteRtTensor Integer(NodeConversion node, float slope, float offset)
    {
        var input = node.Input(0);
        int channels = input.Shape.Length > 0 ? input.Shape[^1] : 1;
        int[] image = [1, 1, input.Shape.Aggregate(1, (product, size) => product * size) / channels, channels];
        if (slope == 0)
        {
            throw node.Refused("its slope is 0");
        }

        float step = Math.Abs(slope) / WeightSteps, product = step * input.Quantization!.Scales[0];
        sbyte[] weights = [.. Enumerable.Repeat((sbyte)(Math.Sign(slope) * WeightSteps), channels)];
        int[] offsets = [.. Enumerable.Repeat((int)Math.Clamp(Math.Round(offset / (double)product, MidpointRounding.ToEven), int.MinValue / 2, int.MaxValue / 2), channels)];
        var kernel = node.File.AddConstant<sbyte>($"{node.Name}/slope", weights, [1, 1, 1, channels], new LiteRtQuantization([step], 0));
        var bias = node.File.AddConstant<int>($"{node.Name}/offset", offsets, [channels], new LiteRtQuantization([product], 0));
        var one = new Stride(1, 1);
        var made = node.Made(image);
        node.File.Emit(LiteRtCode.DepthwiseConv2D, [Moves.Shape(node, input, image), kernel, bias], made, OperatorOptions.Depthwise(OperatorOptions.Valid, one, 1, one));
        return Moves.Shape(node, made, input.Shape);
    }

    private static LiteRtTensor Real(NodeConversion node, float slope, float offset)
    {
        var tensor = Step(node, LiteRtCode.Mul, node.Input(0), slope, OperatorOptions.Mul);
        tensor = Step(node, LiteRtCode.Add, tensor, offset, OperatorOptions.Add);
        tensor = Step(node, LiteRtCode.Maximum, tensor, 0, OperatorOptions.MaximumMinimum);
        return Step(node, LiteRtCode.Minimum, tensor, 1, OperatorOptions.MaximumMinimum);
    }

    private static LiteRtTensor Step(NodeConversion node, LiteRtCode code, LiteRtTensor tensor, float number, OperatorOptions options)
    {
        var made = node.Made(tensor.Shape);
        node.File.Emit(code, [tensor, node.File.AddConstant<float>($"{node.Name}/number", [number], [1])], made, options);
        return made;
    }
}
