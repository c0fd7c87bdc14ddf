using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>
/// What operators gain in INT8, in nanoseconds for one row on one thread: the mean over the kinds of CPU, since a model must be the
/// same wherever it is quantized. A loss on one kind is taken only for a larger gain on the other.
/// </summary>
internal static class CpuGains
{
    /// <summary>What starting a node takes.</summary>
    public const double NodeOverhead = 1500;

    private const double FloatMultiplyAdd = 1 / 50.0;
    private const double CachedWeights = 256 * 1024;
    private const double ReadFloatWeight = 0.26;
    private const double ReadCachedFloatWeight = 0.17;
    private const double ReadIntegerWeight = 0.09;

    public static double Convolution(NodeWork work) => CpuKind.All.Average(Costs(work).Gain);

    /// <summary>A linear layer over few rows waits for its weights to be read, the longer the less they fit into the cache.</summary>
    public static double Linear(NodeWork work) => CpuKind.All.Average(cpu => Linear(work, cpu));

    /// <summary>In FP32 it is mostly part of the convolution before it.</summary>
    public static double Sum(NodeWork work) => -(2 * NodeOverhead) - (0.2 * work.Outputs);

    /// <summary>As much for each value that is made.</summary>
    public static Func<NodeWork, double> ForEachValue(double nanoseconds) => work => nanoseconds * work.Outputs;

    /// <summary>What a node gains on one kind of CPU.</summary>
    public static double Find(OperatorRule rule, NodeWork work, CpuKind cpu) => rule.Role switch
    {
        NodeRole.Convolution => Costs(work).Gain(cpu),
        NodeRole.Linear => Linear(work, cpu),
        _ => rule.Gain(work),
    };

    /// <summary>What a linear layer takes in FP32.</summary>
    public static double FloatLinear(NodeWork work)
    {
        var (weights, rows) = Size(work);
        return weights * (ReadFloat(weights) + ((rows - 1) * FloatMultiplyAdd));
    }

    private static ConvolutionCosts Costs(NodeWork work) => new(work.Node, work.Graph.Initializer(work.Node.Input[1])!, work.Outputs);

    private static double Linear(NodeWork work, CpuKind cpu)
    {
        var (weights, rows) = Size(work);
        double read = ReadFloat(weights) - ReadIntegerWeight;
        return (weights * (read + ((rows - 1) * (FloatMultiplyAdd - cpu.Integer)))) - (2 * NodeOverhead);
    }

    private static double ReadFloat(double weights) => weights > CachedWeights ? ReadFloatWeight : ReadCachedFloatWeight;

    private static (double Weights, double Rows) Size(NodeWork work)
    {
        var dims = work.Graph.Initializer(work.Node.Input[1])!.Dims;
        return (dims[0] * dims[1], work.Outputs / dims[WeightedNodes.OutputAxis(work.Node)]);
    }
}
