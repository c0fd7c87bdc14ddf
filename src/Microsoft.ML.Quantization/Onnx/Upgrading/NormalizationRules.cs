namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>Operators that behave differently in training.</summary>
internal static class NormalizationRules
{
    /// <summary>Statistics per activation instead of per channel (spatial = 0) are gone from 9 on, and are written out as arithmetic.</summary>
    public static IEnumerable<NodeProto> BatchNormalization(NodeProto node, UpgradeScope scope)
    {
        if (node.Integer("spatial", 1) == 0)
        {
            return PerActivation(node, scope);
        }

        node.RemoveAttribute("spatial");
        return [node];
    }

    private static NodeProto[] PerActivation(NodeProto node, UpgradeScope scope)
    {
        if (node.Output.Skip(1).Any(output => output.Length > 0))
        {
            throw UpgradeRules.Unsupported(node, "keeps statistics per activation (spatial = 0) and gives them as outputs, as in training");
        }

        var bounded = Make("Add", "bounded", node.Input[4]);
        scope.SetInput(bounded, 1, "epsilon", scope.Scalar(node.Real("epsilon", 1e-5f), node.Input[0]));
        var deviation = Make("Sqrt", "deviation", bounded.Output[0]);
        var centred = Make("Sub", "centred", node.Input[0], node.Input[3]);
        var normal = Make("Div", "normal", centred.Output[0], deviation.Output[0]);
        var scaled = Make("Mul", "scaled", normal.Output[0], node.Input[1]);
        return [bounded, deviation, centred, normal, scaled, new NodeProto { Name = node.Name, OpType = "Add", Input = { scaled.Output[0], node.Input[2] }, Output = { node.Output[0] } }];

        NodeProto Make(string operatorType, string purpose, params string[] inputs) =>
            new() { OpType = operatorType, Input = { inputs }, Output = { scope.Context.UniqueName($"{node.Output[0]}_{purpose}") } };
    }

    /// <summary>Ratio is an input from 12 and has no effect in inference; the mask changed its type and meaning.</summary>
    public static IEnumerable<NodeProto> Dropout(NodeProto node, UpgradeScope scope)
    {
        if (scope.Context.From >= 12)
        {
            return [node];
        }

        if (node.Output.Count > 1 && IsRead(scope.Graph, node.Output[1]))
        {
            throw UpgradeRules.Unsupported(node, "has a mask that is used, whose meaning later versions changed");
        }

        while (node.Output.Count > 1)
        {
            node.Output.RemoveAt(1);
        }

        node.RemoveAttribute("ratio");
        return [node];
    }

    private static bool IsRead(GraphProto graph, string tensor) =>
        graph.Output.Any(output => output.Name == tensor) || graph.Node.SelectMany(SubgraphCaptures.Reads).Contains(tensor);
}
