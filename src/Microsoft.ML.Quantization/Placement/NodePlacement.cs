using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// Places INT8 by the rules of a target: nodes with constant weights, and the nodes between them that keep a region of INT8 values whole. Everything
/// else stays FP32, with the reason.
/// </summary>
internal static class NodePlacement
{
    /// <param name="graph">The prepared graph.</param>
    /// <param name="rules">What the target runs in INT8.</param>
    /// <param name="request">What to exclude, and whether speed decides.</param>
    /// <param name="shapes">The shapes of its tensors, for telling whether a region gains; <see langword="null"/> keeps all regions.</param>
    /// <param name="prices">What errors cost; <see langword="null"/> where they do not decide.</param>
    /// <param name="tables">The SQNR of each table that values are looked up in, were it stored in INT8, by its name; <see langword="null"/> where it does not decide.</param>
    /// <param name="repairs">What ONNX Runtime was seen not to run in INT8; <see langword="null"/> where nothing was seen yet.</param>
    public static QuantizationPlan Plan(
        GraphProto graph,
        PlacementRules rules,
        PlacementRequest request,
        TensorShapes? shapes = null,
        ErrorPrices? prices = null,
        IReadOnlyDictionary<string, double>? tables = null,
        PlanRepairs? repairs = null)
    {
        repairs ??= PlanRepairs.None;
        var draft = new PlacementDraft(new GraphIndex(graph), rules);
        var ranked = RankedValues.Makers(draft.Graph);
        foreach (var node in graph.Node)
        {
            draft[node] = FirstLook(node, draft, request, repairs, ranked);
        }

        ActivationFolding.Fold(draft, request.Excludes);
        WholeRegions.Keep(draft);
        if ((request.OnlyWhereFaster || prices != null) && shapes != null && rules.Costs(draft.Graph, shapes) is { } costs)
        {
            FastestRegions.Choose(draft, costs, prices);
            WholeRegions.Keep(draft);
        }

        while (ActivationFolding.UnfoldWhereFloat(draft))
        {
            WholeRegions.Keep(draft); // what was read in INT8 is made in FP32 now
        }

        TablePlacement.Choose(draft, request, tables);
        return new QuantizationPlan([.. graph.Node.Select(node => draft[node])], QuantizedTensors.Collect(draft)) { Barriers = repairs.Barriers };
    }

    /// <summary>What a node could do by itself, before its neighbours are looked at.</summary>
    private static NodePlan FirstLook(NodeProto node, PlacementDraft draft, PlacementRequest request, PlanRepairs repairs, HashSet<NodeProto> ranked)
    {
        if (request.Excludes(node))
        {
            return PlacementDraft.Float(node, "excluded by the options");
        }

        if (repairs.Float.Contains(node.Name))
        {
            return PlacementDraft.Float(node, "the target ran it in FP32 when it was planned in INT8");
        }

        var rule = draft.Rules.Operators[node];
        if (rule.Role == NodeRole.Float)
        {
            return PlacementDraft.Float(node, rule.WhyFloat);
        }

        if (rule.Obstacle(node) is { } reason)
        {
            return PlacementDraft.Float(node, reason);
        }

        if (node.Output.Count(output => output.Length > 0) > rule.Outputs)
        {
            return PlacementDraft.Float(node, rule.WhyNoMoreOutputs);
        }

        if (rule.Role != NodeRole.Linear && ranked.Contains(node))
        {
            return PlacementDraft.Float(node, "its values are ranked, and many would be equal in INT8");
        }

        if (rule.Role is NodeRole.Convolution or NodeRole.Linear)
        {
            var obstacle = WeightedNodes.Obstacle(node, draft.Graph);
            string why = repairs.Barriers.Contains(node.Name) ? "constant weights; a copy of its output keeps it apart from the nodes that ONNX Runtime ran it in FP32 with" : "constant weights";
            return obstacle != null ? PlacementDraft.Float(node, obstacle) : Integer(node, rule, why);
        }

        return Integer(node, rule, "between INT8 nodes");
    }

    private static NodePlan Integer(NodeProto node, OperatorRule rule, string reason) =>
        new(node.Name, node.OpType, rule.Role, reason) { ActivationInputs = Math.Min(rule.ActivationInputs, node.Input.Count) };
}
