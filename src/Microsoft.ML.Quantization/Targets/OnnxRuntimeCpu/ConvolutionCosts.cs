using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>What a convolution costs in FP32 and in INT8, in nanoseconds. See <see cref="CpuKind"/>.</summary>
/// <param name="node">The Conv.</param>
/// <param name="weights">Its weights.</param>
/// <param name="outputs">How many values it makes.</param>
internal sealed class ConvolutionCosts(NodeProto node, TensorProto weights, double outputs)
{
    private const double FloatMultiplyAdd = 1 / 52.0;

    /// <summary>What an INT8 convolution takes longer to start.</summary>
    private const double IntegerOverhead = 2000;

    /// <summary>So many channels are computed at once; a part of a block takes as long as a whole one.</summary>
    private const int Block = 16;

    private readonly long _channels = weights.Dims[0];
    private readonly long _inputs = weights.Dims[1];
    private readonly double _taps = weights.Dims.Skip(2).Aggregate(1.0, (product, size) => product * size);
    private readonly long _groups = node.Integer("group", 1);

    private double Positions => outputs / _channels;

    private bool IsDepthwise => _groups > 1 && _inputs == 1;

    public double Gain(CpuKind cpu) => Float - Integer(cpu) - IntegerOverhead;

    /// <summary>What it takes in FP32.</summary>
    public double Float
    {
        get
        {
            if (IsDepthwise)
            {
                return outputs * _taps * 0.05;
            }

            long inputs = _inputs < Block ? _inputs : RoundUp(_inputs);
            return (Positions * RoundUp(_channels / _groups) * _groups * inputs * _taps * FloatMultiplyAdd) + (0.1 * outputs);
        }
    }

    private double Integer(CpuKind cpu)
    {
        double share = _taps / 9;
        if (IsDepthwise)
        {
            return _channels % Block == 0 ? ((8 * Positions) + (cpu.DepthwiseOutput * outputs)) * share : ((10 * Positions) + (0.85 * outputs)) * share;
        }

        double sum = _inputs * _taps;
        if (_groups == 1 && _inputs % 4 == 0 && _channels >= Block && _channels % 8 == 0)
        {
            return Positions * ((sum * RoundUp(_channels) * cpu.Integer) + (cpu.IntegerOutput * _channels) + (1.15 * _taps));
        }

        // The inputs of every sum are copied together first, and a plain matrix product makes the rest.
        double gather = _groups * ((0.22 * sum) + (_taps > 1 ? 18 : 0));
        return Positions * ((sum * _channels * cpu.Integer) + (cpu.GatheredOutput * _channels) + gather);
    }

    private static long RoundUp(long size) => (size + Block - 1) / Block * Block;
}
