using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>
/// What nodes gain in INT8, in nanoseconds for one row on one thread: the mean over the kinds of CPU, since a model must be the
/// same wherever it is quantized. A loss on one kind is taken only for a larger gain on the other.
/// </summary>
internal sealed class CpuCosts(GraphIndex graph, TensorShapes shapes, IReadOnlyList<CpuKind> kinds) : NodeCosts
{
    private const double NodeOverhead = 1500;
    private const double FloatMultiplyAdd = 1 / 50.0;
    private const double CachedWeights = 256 * 1024;
    private const double ReadFloatWeight = 0.26;
    private const double ReadCachedFloatWeight = 0.17;
    private const double ReadIntegerWeight = 0.09;

    public override double? Gain(NodeProto node)
    {
        if (Elements(node.Output[0]) is not { } outputs)
        {
            return null;
        }

        return node.OpType switch
        {
            "Conv" => kinds.Average(new ConvolutionCosts(node, graph.Initializer(node.Input[1])!, outputs).Gain),
            "Gemm" or "MatMul" => kinds.Average(cpu => LinearGain(node, outputs, cpu)),
            "Add" => -(2 * NodeOverhead) - (0.2 * outputs), // in FP32 it is mostly part of the convolution before it
            "Concat" => 0.06 * outputs,
            "MaxPool" => 0.15 * outputs,
            _ => 0,
        };
    }

    /// <inheritdoc/>
    /// <remarks>That of images includes the change of layout.</remarks>
    public override double? Conversion(string tensor) =>
        Elements(tensor) is { } elements ? (3 * NodeOverhead) + (elements * (shapes.Find(tensor)!.Dimensions.Count == 4 ? 0.6 : 0.3)) : null;

    /// <inheritdoc/>
    /// <remarks>A copy, and the activation.</remarks>
    public override double? Unfused(string tensor, bool hasActivation) =>
        Elements(tensor) is { } elements ? (hasActivation ? 2 : 1) * ((NodeOverhead / 2) + (0.1 * elements)) : null;

    /// <summary>A linear layer over few rows waits for its weights to be read, the longer the less they fit into the cache.</summary>
    private double LinearGain(NodeProto node, double outputs, CpuKind cpu)
    {
        var dims = graph.Initializer(node.Input[1])!.Dims;
        double weights = dims[0] * dims[1];
        double rows = outputs / dims[WeightedNodes.OutputAxis(node)];
        double read = (weights > CachedWeights ? ReadFloatWeight : ReadCachedFloatWeight) - ReadIntegerWeight;
        return (weights * (read + ((rows - 1) * (FloatMultiplyAdd - cpu.Integer)))) - (2 * NodeOverhead);
    }

    /// <summary>The elements of a tensor for one row: a free first dimension counts as 1.</summary>
    private double? Elements(string tensor)
    {
        if (shapes.Find(tensor) is not { Dimensions.Count: > 0 } shape || shape.Dimensions.Skip(1).Any(size => size < 0))
        {
            return null;
        }

        return shape.Dimensions.Aggregate(1.0, (product, size) => product * Math.Abs(size));
    }
}
