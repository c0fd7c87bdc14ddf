using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// What nodes cost on one thread of an x86 CPU with AVX2, in nanoseconds for one row: fits to ONNX Runtime's own profile of
/// convolutional models. Only differences and signs are used, to tell a region that gains from one that loses; CPUs with VNNI
/// gain more.
/// </summary>
internal sealed class CpuCosts(GraphIndex graph, TensorShapes shapes)
{
    private const double NodeOverhead = 1500;
    private const double FloatMultiplyAdd = 1 / 42.0;
    private const double IntegerMultiplyAdd = 1 / 95.0;
    private const double IntegerGather = 0.27;
    private const double CachedWeights = 256 * 1024;
    private const double ReadFloatWeight = 0.26;
    private const double ReadCachedFloatWeight = 0.17;
    private const double ReadIntegerWeight = 0.09;

    /// <summary>What the node costs less in INT8 than in FP32, without conversions; <see langword="null"/> where shapes are not known.</summary>
    public double? Gain(NodeProto node)
    {
        if (Elements(node.Output[0]) is not { } outputs)
        {
            return null;
        }

        return node.OpType switch
        {
            "Conv" => ConvolutionGain(node, outputs),
            "Gemm" or "MatMul" => LinearGain(node, outputs),
            "Add" => -0.3 * outputs,
            "Concat" => 0.35 * outputs,
            "MaxPool" => 0.45 * outputs,
            _ => 0,
        };
    }

    /// <summary>What bringing a tensor into INT8, or back, costs; images are also brought into the other layout.</summary>
    public double? Conversion(string tensor) => Elements(tensor) is { } elements ? NodeOverhead + (elements * (shapes.Find(tensor)!.Dimensions.Count == 4 ? 1.1 : 0.6)) : null;

    private double ConvolutionGain(NodeProto node, double outputs)
    {
        var weights = graph.Initializer(node.Input[1])!.Dims;
        double sum = weights.Skip(1).Aggregate(1.0, (product, size) => product * size);
        if (weights[1] == 1)
        {
            return -0.5 * outputs;
        }

        bool pointwise = weights.Skip(2).All(size => size == 1);
        double fp32 = (outputs * sum * FloatMultiplyAdd) + (0.4 * outputs);
        double int8 = (outputs * sum * IntegerMultiplyAdd) + (0.35 * outputs) + (pointwise ? 0 : outputs / weights[0] * sum * IntegerGather);
        return fp32 - int8;
    }

    /// <summary>A linear layer over few rows waits for its weights to be read, the longer the less they fit into the cache.</summary>
    private double LinearGain(NodeProto node, double outputs)
    {
        var dims = graph.Initializer(node.Input[1])!.Dims;
        double weights = dims[0] * dims[1];
        double rows = outputs / dims[WeightedNodes.OutputAxis(node)];
        double read = (weights > CachedWeights ? ReadFloatWeight : ReadCachedFloatWeight) - ReadIntegerWeight;
        return (weights * (read + ((rows - 1) * (FloatMultiplyAdd - IntegerMultiplyAdd)))) - (2 * NodeOverhead);
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
