using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>What a plan costs more than FP32 (it is negative where INT8 gains), in nanoseconds for one row on one thread, conversions at the borders of INT8 counted, and no node counting as a loss.</summary>
/// <param name="graph">The prepared graph.</param>
/// <param name="rules">The rules of the target, whose costs count; where it has none, only what <paramref name="countsNodes"/> counts does.</param>
/// <param name="shapes">The shapes of its tensors.</param>
/// <param name="countsNodes">As in <see cref="ErrorPrices"/>: the nodes in INT8 are then all that counts.</param>
internal sealed class PlanTime(GraphProto graph, PlacementRules rules, TensorShapes shapes, bool countsNodes)
{
    private readonly GraphIndex _index = new(graph);
    private readonly NodeCosts? _costs = rules.Costs(new GraphIndex(graph), shapes);

    public double Estimate(QuantizationPlan plan)
    {
        var planned = new PlannedGraph(_index, plan);
        double gained = graph.Node.Where(node => planned.PlanOf(node).IsQuantized).Sum(node => ErrorPrices.Gain(_costs?.Gain(node), countsNodes));
        return plan.Tensors.Sum(tensor => ErrorPrices.Conversion(_costs?.Conversion(tensor.Name), countsNodes) * Conversions(tensor.Name, planned)) - gained;
    }

    /// <summary>How often a tensor is converted: into INT8 where no INT8 node makes it, and back where it is in INT8 only and anything reads it in FP32.</summary>
    public static int Conversions(string tensor, PlannedGraph planned)
    {
        bool into = planned.Values.Maker(tensor) is not { } maker || !planned.PlanOf(maker).IsQuantized;
        bool back = planned.Values.IsMadeInInt8(tensor) && planned.Values.IsReadInFloat(tensor);
        return (into ? 1 : 0) + (back ? 1 : 0);
    }
}
