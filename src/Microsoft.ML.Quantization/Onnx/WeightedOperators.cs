namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The operators whose constant weights can be INT8.</summary>
internal static class WeightedOperators
{
    public static IReadOnlyList<WeightedOperator> All { get; } =
    [
        new("Conv")
        {
            OutputAxis = _ => 0,
            Obstacle = (_, _, weights) => weights.Dims.Count is 3 or 4 ? null : $"an INT8 convolution over {weights.Dims.Count - 2} dimensions is not supported",
            BiasInput = 2,
            Groups = "group",
        },
        new("ConvTranspose")
        {
            OutputAxis = _ => 1,
            Obstacle = (node, _, weights) => weights.Dims.Count != 4 ? $"an INT8 transposed convolution over {weights.Dims.Count - 2} dimensions is not supported"
                : node.Integer("group", 1) != 1 ? "an INT8 transposed convolution in groups is not supported" : null,
            BiasInput = 2,
            SpreadsInputs = true,
        },
        new("Gemm")
        {
            OutputAxis = GemmAxis,
            Obstacle = GemmObstacle,
            BiasInput = 2,
            HasChannelsLast = true,
            WeightFactor = "alpha",
            BiasFactor = "beta",
        },
        new("MatMul")
        {
            OutputAxis = _ => 1,
            Obstacle = (_, _, weights) => weights.Dims.Count == 2 ? null : $"its weights have {weights.Dims.Count} dimensions, not 2",
            HasChannelsLast = true,
        },
    ];

    /// <returns><see langword="null"/> where the operator is none of them.</returns>
    public static WeightedOperator? Find(string operatorType) => All.FirstOrDefault(each => each.OperatorType == operatorType);

    /// <returns><see langword="null"/> where the node is none of them.</returns>
    public static WeightedOperator? Find(NodeProto node) => node.Domain is "" or "ai.onnx" ? Find(node.OpType) : null;

    private static int GemmAxis(NodeProto node) => node.Integer("transB", 0) != 0 ? 0 : 1;

    private static string? GemmObstacle(NodeProto node, GraphIndex graph, TensorProto weights)
    {
        if (node.Integer("transA", 0) != 0)
        {
            return "it reads its input transposed";
        }

        long outputs = weights.Dims[GemmAxis(node)];
        var bias = WeightedNodes.BiasOf(node) is { } name ? graph.Initializer(name) : null;
        bool vector = bias == null || (bias.Dims.Aggregate(1L, (product, size) => product * size) == outputs && (bias.Dims.Count == 0 || bias.Dims[^1] == outputs));
        return vector ? null : "its bias is no vector with one value an output";
    }
}
