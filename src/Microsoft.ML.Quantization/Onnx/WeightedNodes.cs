namespace Microsoft.ML.Quantization.Onnx;

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

        if (TensorChecks.ElementCount(weights) > Array.MaxLength)
        {
            return $"its weights have more than {Array.MaxLength} values";
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
