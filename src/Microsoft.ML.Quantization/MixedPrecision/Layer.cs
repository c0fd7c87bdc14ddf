using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>A node that rounds in INT8, and the quantized tensors around it.</summary>
/// <param name="Node">The node's plan.</param>
/// <param name="Inputs">The activations that it reads.</param>
/// <param name="Output">What it makes, behind the activation folded into it; <see langword="null"/> where that stays FP32.</param>
internal sealed record Layer(NodePlan Node, string[] Inputs, string? Output)
{
    public bool HasWeights => Node.Role is NodeRole.Convolution or NodeRole.Linear;

    /// <summary>The layers of a plan in the order of the graph. Nodes that only move INT8 values round nothing.</summary>
    public static List<Layer> Find(GraphProto graph, QuantizationPlan plan)
    {
        var planned = new PlannedGraph(new GraphIndex(graph), plan);
        List<Layer> layers = [];
        foreach (var node in graph.Node.Where(node => planned.PlanOf(node).Role is NodeRole.Convolution or NodeRole.Linear or NodeRole.Requantizing))
        {
            string output = planned.Values.OutputOf(node);
            bool rounded = planned.Values.IsMadeInInt8(output) || planned.Values.IsReadInInt8(output);
            layers.Add(new Layer(planned.PlanOf(node), [.. planned.PlanOf(node).ActivationsOf(node).Distinct()], rounded ? output : null));
        }

        return layers;
    }
}
