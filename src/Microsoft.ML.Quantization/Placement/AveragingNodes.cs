using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Nodes that make one value of many by averaging them: errors of rounding average out there, what is clipped does not.</summary>
internal static class AveragingNodes
{
    /// <summary>How many values of its input a node averages into one; 1 where it averages none, or that is not known.</summary>
    /// <param name="node">The node.</param>
    /// <param name="dimensions">The dimensions of a tensor, free ones being negative or 0; <see langword="null"/> where nothing is known of them.</param>
    public static double Values(NodeProto node, Func<string, IReadOnlyList<long>?> dimensions) => node.OpType switch
    {
        "AveragePool" => Product(node.Integers("kernel_shape") ?? []),
        "GlobalAveragePool" => Product((dimensions(node.Input[0]) ?? []).Skip(2)),
        "ReduceMean" when dimensions(node.Input[0]) is { } read && dimensions(node.Output[0]) is { } made => Product(read) / Product(made),
        _ => 1,
    };

    private static double Product(IEnumerable<long> sizes) => sizes.Aggregate(1.0, (product, size) => product * Math.Max(1, size));
}
