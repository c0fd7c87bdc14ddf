using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>
/// What nodes take in FP32, in the nanoseconds of <see cref="CpuKind"/> for one row on one thread: what their gains in INT8 are a part of. Placement does not ask it, as only
/// differences matter there.
/// </summary>
internal sealed class FloatTimes(GraphIndex graph, TensorShapes shapes)
{
    private const double MultiplyAdd = 1 / 52.0;
    private const double Simple = 0.3;

    /// <summary>What a value costs; operators that only give a tensor another shape cost nothing but their start.</summary>
    private static readonly Dictionary<string, double> Values = new(StringComparer.Ordinal)
    {
        ["Flatten"] = 0, ["Identity"] = 0, ["Reshape"] = 0, ["Shape"] = 0, ["Squeeze"] = 0, ["Unsqueeze"] = 0,
        ["Clip"] = 0.15, ["Concat"] = 0.2, ["Relu"] = 0.15,
        ["AveragePool"] = 0.8, ["MaxPool"] = 0.5, ["Softmax"] = 0.5, ["Transpose"] = 0.4,
        ["Erf"] = 1, ["Exp"] = 1, ["Gelu"] = 1, ["HardSigmoid"] = 0.5, ["HardSwish"] = 0.5, ["InstanceNormalization"] = 1, ["LayerNormalization"] = 1, ["LogSoftmax"] = 1, ["Sigmoid"] = 1, ["Tanh"] = 1,
        ["DepthToSpace"] = 1.8, ["LRN"] = 45, ["Pow"] = 1, ["Resize"] = 2, ["Slice"] = 0.5,
    };

    /// <summary>Where sizes are not known, what starting the node takes.</summary>
    public double Find(NodeProto node) => node.OpType == "Constant" || IsPartOfOther(node) ? 0
        : CpuGains.NodeOverhead + (RowElements.Count(shapes, node.Output[0]) is { } outputs ? Work(node, outputs) : 0);

    private double Work(NodeProto node, double outputs) => node.OpType switch
    {
        "Conv" when Weights(node) is { } weights => new ConvolutionCosts(node, weights, outputs).Float,
        "ConvTranspose" when Weights(node) is { } weights => Inputs(node) * weights.Dims.Skip(1).Aggregate(MultiplyAdd, (product, size) => product * size),
        "Gemm" or "MatMul" when Weights(node) is { Dims.Count: 2 } => CpuGains.FloatLinear(new NodeWork(node, graph, outputs)),
        "MatMul" => outputs * Math.Max(1, Last(node.Input[0])) * MultiplyAdd,
        "GlobalAveragePool" or "ReduceMean" => 0.2 * Inputs(node),
        _ => Values.GetValueOrDefault(node.OpType, Simple) * outputs,
    };

    /// <summary>Activations, and sums with another tensor, are done by the convolution before them.</summary>
    private bool IsPartOfOther(NodeProto node) => node.OpType switch
    {
        "Relu" or "Clip" => Follows(node.Input[0], "Conv", "Gemm", "Add") && (graph.Producer(node.Input[0])!.OpType != "Add" || IsPartOfOther(graph.Producer(node.Input[0])!)),
        "Add" => node.Input.Any(input => Follows(input, "Conv")),
        _ => false,
    };

    private bool Follows(string tensor, params string[] operators) => graph.Producer(tensor) is { } maker && operators.Contains(maker.OpType) && graph.Consumers(tensor).Count == 1 && !graph.IsOutput(tensor);

    private TensorProto? Weights(NodeProto node) => node.Input.Count > 1 ? graph.Initializer(node.Input[1]) : null;

    private double Inputs(NodeProto node) => RowElements.Count(shapes, node.Input[0]) ?? 0;

    private long Last(string tensor) => shapes.Find(tensor) is { Dimensions.Count: > 0 } shape ? shape.Dimensions[^1] : 1;
}
