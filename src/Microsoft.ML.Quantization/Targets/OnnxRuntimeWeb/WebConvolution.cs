using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeWeb;

/// <summary>What a convolution costs in FP32 and in INT8 in WebAssembly, in nanoseconds. See <see cref="WebGains"/>.</summary>
/// <param name="node">The Conv.</param>
/// <param name="weights">Its weights.</param>
/// <param name="outputs">How many values it makes.</param>
internal sealed class WebConvolution(NodeProto node, TensorProto weights, double outputs)
{
    /// <summary>
    /// Depthwise convolutions take 1.4 to 7 times as long in INT8. They stay in FP32 whatever stands around them: no conversion that would be saved is worth it, but for a few small ones
    /// of stride 2.
    /// </summary>
    private const double Depthwise = -1e12;

    /// <summary>So many weights and channels are computed at once in INT8; a part of a block takes as long as a whole one.</summary>
    private const int Block = 16;

    private const double FloatMultiplyAdd = 0.055;
    private const double FloatOutput = 0.155;
    private const double FloatGathered = 0.23;
    private const double IntegerMultiplyAdd = 0.027;
    private const double IntegerOutput = 2.2;
    private const double IntegerGathered = 0.2;
    private const double IntegerGroup = 30;

    private readonly long _channels = weights.Dims[0];
    private readonly long _groups = node.Integer("group", 1);
    private readonly double _taps = weights.Dims.Skip(2).Aggregate(1.0, (product, size) => product * size);

    public double Gain => _groups > 1 && weights.Dims[1] == 1 ? Depthwise : Float - Integer;

    private double Positions => outputs / _channels;

    /// <summary>The length of a sum.</summary>
    private double Sum => weights.Dims[1] * _taps;

    /// <summary>The values that are copied together, so that the rest is a matrix product.</summary>
    private double Gathered => _taps > 1 ? Positions * _groups * Sum : 0;

    private double Float => (outputs * Sum * FloatMultiplyAdd) + (outputs * FloatOutput) + (Gathered * FloatGathered);

    private double Integer =>
        (Positions * _groups * Blocks(Sum) * Blocks(_channels / _groups) * IntegerMultiplyAdd) + (outputs * IntegerOutput) + (Gathered * IntegerGathered)
        + (_groups > 1 ? Positions * _groups * IntegerGroup : 0);

    private static double Blocks(double size) => Math.Ceiling(size / Block) * Block;
}
