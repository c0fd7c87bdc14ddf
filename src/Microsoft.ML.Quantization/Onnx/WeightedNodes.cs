using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Reads nodes of <see cref="WeightedOperators"/>.</summary>
internal static class WeightedNodes
{
    public static bool Contains(NodeProto node) => WeightedOperators.Find(node) != null;

    /// <returns><see langword="null"/> if the node has the form that runs in INT8, constant weights and a constant bias or none, else the reason why not.</returns>
    public static string? Obstacle(NodeProto node, GraphIndex graph)
    {
        if (WeightedOperators.Find(node) is not { } weighted)
        {
            return $"{node.OpType} has no weights that can be INT8";
        }

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

        return BiasOf(node) is { } bias && graph.Initializer(bias) is null ? "its bias is not constant" : weighted.Obstacle(node, graph, weights);
    }

    /// <summary>The weight dimension that holds the output channels.</summary>
    public static int OutputAxis(NodeProto node) => Find(node).OutputAxis(node);

    /// <summary>How weights of these dimensions lie in memory.</summary>
    public static WeightLayout Layout(NodeProto node, IEnumerable<long> dimensions) => new([.. dimensions], OutputAxis(node), Groups(node));

    public static int Groups(NodeProto node) => Find(node).Groups is { } attribute ? (int)node.Integer(attribute, 1) : 1;

    /// <summary>Whether the channels of its input and output are the last dimension, or the second.</summary>
    public static bool HasChannelsLast(NodeProto node) => Find(node).HasChannelsLast;

    /// <summary>Whether an input value is spread over the outputs, as by a transposed convolution.</summary>
    public static bool SpreadsInputs(NodeProto node) => Find(node).SpreadsInputs;

    public static bool TakesBias(NodeProto node) => Find(node).BiasInput != null;

    /// <summary>The name of its bias; <see langword="null"/> where it has none.</summary>
    public static string? BiasOf(NodeProto node) => Find(node).BiasInput is { } input && node.Input.Count > input && node.Input[input].Length > 0 ? node.Input[input] : null;

    /// <summary>What its weights are multiplied with.</summary>
    public static float WeightFactor(NodeProto node) => Find(node).WeightFactor is { } attribute ? node.Real(attribute, 1) : 1;

    /// <summary>What its bias is multiplied with.</summary>
    public static float BiasFactor(NodeProto node) => Find(node).BiasFactor is { } attribute ? node.Real(attribute, 1) : 1;

    private static WeightedOperator Find(NodeProto node) =>
        WeightedOperators.Find(node) ?? throw new ArgumentException($"{node.OpType} has no weights that can be INT8.", nameof(node));
}
