using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Whether a Conv, Gemm or MatMul has the form that runs in INT8: constant weights, a constant bias or none.</summary>
internal static class WeightedNodes
{
    /// <returns><see langword="null"/> if the node can run in INT8, else the reason why not.</returns>
    public static string? Obstacle(NodeProto node, GraphIndex graph)
    {
        if (graph.Initializer(node.Input[1]) is not { } weights)
        {
            return "its weights are not constant";
        }

        if (weights.DataType != (int)TensorProto.Types.DataType.Float)
        {
            return $"its weights are {(TensorProto.Types.DataType)weights.DataType}, not Float";
        }

        if (node.Input.Count > 2 && node.Input[2].Length > 0 && graph.Initializer(node.Input[2]) is null)
        {
            return "its bias is not constant";
        }

        return node.OpType switch
        {
            "Conv" => weights.Dims.Count is 3 or 4 ? null : $"an INT8 convolution over {weights.Dims.Count - 2} dimensions is not supported",
            "Gemm" => GemmObstacle(node, graph, weights),
            _ => weights.Dims.Count == 2 ? null : $"its weights have {weights.Dims.Count} dimensions, not 2",
        };
    }

    /// <returns>Why the node is slower in INT8 than in FP32 whatever its size, or <see langword="null"/>.</returns>
    public static string? WhySlow(NodeProto node, GraphIndex graph)
    {
        if (node.OpType != "Conv" || graph.Initializer(node.Input[1]) is not { } weights)
        {
            return null;
        }

        // A pool behind an FP32 convolution is dear: ONNX Runtime pulls the quantization in front of it, but not the faster layout.
        string output = FoldableActivation.After(node.Output[0], graph)?.Node.Output[0] ?? node.Output[0];
        bool pooled = graph.Consumers(output).Any(use => use.Node.Is("MaxPool"));
        bool depthwise = node.Integer("group", 1) > 1 && weights.Dims[1] == 1;
        return weights.Dims[1] < 4 && !depthwise && !pooled ? $"an INT8 convolution over {weights.Dims[1]} input channels is slower than in FP32" : null;
    }

    /// <summary>The weight dimension that holds the output channels.</summary>
    public static int OutputAxis(NodeProto node) => node.OpType switch
    {
        "Conv" => 0,
        "Gemm" => node.Integer("transB", 0) != 0 ? 0 : 1,
        _ => 1,
    };

    private static string? GemmObstacle(NodeProto node, GraphIndex graph, TensorProto weights)
    {
        if (node.Integer("transA", 0) != 0)
        {
            return "it reads its input transposed";
        }

        long outputs = weights.Dims[OutputAxis(node)];
        var bias = node.Input.Count > 2 && node.Input[2].Length > 0 ? graph.Initializer(node.Input[2]) : null;
        bool vector = bias == null || (bias.Dims.Aggregate(1L, (product, size) => product * size) == outputs && (bias.Dims.Count == 0 || bias.Dims[^1] == outputs));
        return vector ? null : "its bias is no vector with one value an output";
    }
}
