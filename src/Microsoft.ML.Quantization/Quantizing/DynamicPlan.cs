using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting.Dynamic;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Which nodes compute in INT8 with activations that are quantized when the model runs.</summary>
internal static class DynamicPlan
{
    /// <summary>Fewer weights than that are read in less time than quantizing an activation takes to begin.</summary>
    private const long FewWeights = 64 * 1024;

    private const string WhyFloat = "it is no dense layer and no LSTM, and without calibration data its activations stay in FP32";

    /// <param name="graph">The prepared graph.</param>
    /// <param name="request">What is left out.</param>
    /// <param name="costs">What INT8 gains; <see langword="null"/> to have it everywhere.</param>
    public static QuantizationPlan Create(GraphProto graph, PlacementRequest request, NodeCosts? costs)
    {
        var index = new GraphIndex(graph);
        return new QuantizationPlan([.. graph.Node.Select(node => Plan(node, index, request, costs))], []);
    }

    private static NodePlan Plan(NodeProto node, GraphIndex index, PlacementRequest request, NodeCosts? costs)
    {
        bool isLstm = node.Is("LSTM");
        if (!isLstm && !(WeightedNodes.Contains(node) && WeightedNodes.HasChannelsLast(node)))
        {
            return Float(node, WhyFloat);
        }

        if (request.Excludes(node))
        {
            return Float(node, "it was excluded");
        }

        if ((isLstm ? DynamicLstm.Obstacle(node, index) : WeightedNodes.Obstacle(node, index)) is { } obstacle)
        {
            return Float(node, obstacle);
        }

        if (costs != null && !IsFaster(node, index, costs, isLstm))
        {
            return Float(node, $"a {node.OpType} of this shape is no faster in INT8 with the time it takes to quantize its input");
        }

        return new NodePlan(node.Name, node.OpType, isLstm ? NodeRole.Requantizing : NodeRole.Linear, "weights in INT8, its input quantized when the model runs") { ActivationInputs = 1 };
    }

    private static bool IsFaster(NodeProto node, GraphIndex index, NodeCosts costs, bool isLstm)
    {
        long weights = TensorChecks.ElementCount(index.Initializer(node.Input[isLstm ? 2 : 1])!);
        return weights >= FewWeights && (isLstm || costs.Gain(node) is not { } gain || gain > (costs.Conversion(node.Input[0]) ?? 0));
    }

    private static NodePlan Float(NodeProto node, string reason) => new(node.Name, node.OpType, NodeRole.Float, reason);
}
