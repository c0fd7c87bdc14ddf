using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>What a plan costs more than FP32 (it is negative where INT8 gains), in nanoseconds for one row on one thread, conversions at the borders of INT8 counted, and no node counting as a loss.</summary>
/// <param name="graph">The prepared graph.</param>
/// <param name="shapes">The shapes of its tensors.</param>
/// <param name="countsNodes">As in <see cref="ErrorPrices"/>: the nodes in INT8 are then all that counts.</param>
internal sealed class PlanTime(GraphProto graph, TensorShapes shapes, bool countsNodes)
{
    private readonly GraphIndex _index = new(graph);
    private readonly CpuCosts _costs = new(new GraphIndex(graph), shapes, CpuKind.All);

    public double Of(QuantizationPlan plan)
    {
        var plans = plan.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        double gained = graph.Node.Where(node => plans[node.Name].IsQuantized).Sum(node => ErrorPrices.Gain(_costs.Gain(node), countsNodes));
        return plan.Tensors.Sum(tensor => Conversions(tensor.Name, plans)) - gained;
    }

    /// <summary>A tensor is brought into INT8 where no INT8 node makes it, and back where an FP32 node reads it; a linear layer gives FP32 at no cost.</summary>
    private double Conversions(string tensor, Dictionary<string, NodePlan> plans)
    {
        var maker = _index.Producer(tensor);
        maker = maker != null && plans[maker.Name].Role == NodeRole.Folded ? _index.Producer(maker.Input[0]) : maker;
        var role = maker == null ? NodeRole.Float : plans[maker.Name].Role;
        bool back = role is not (NodeRole.Float or NodeRole.Linear)
            && (_index.IsOutput(tensor) || _index.Consumers(tensor).Any(use => !plans[use.Node.Name].IsQuantized));
        return ErrorPrices.Conversion(_costs.Conversion(tensor), countsNodes) * ((role == NodeRole.Float ? 1 : 0) + (back ? 1 : 0));
    }
}
