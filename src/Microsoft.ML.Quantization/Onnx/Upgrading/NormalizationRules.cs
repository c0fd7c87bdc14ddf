namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Operators that behave differently in training.</summary>
internal static class NormalizationRules
{
    /// <summary>Statistics per activation instead of per channel (spatial = 0) are gone from 9 on.</summary>
    public static IEnumerable<NodeProto> BatchNormalization(NodeProto node, UpgradeScope scope)
    {
        if (node.Integer("spatial", 1) == 0)
        {
            throw UpgradeRules.Unsupported(node, "keeps statistics per activation (spatial = 0), which no later version does");
        }

        node.RemoveAttribute("spatial");
        return [node];
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
