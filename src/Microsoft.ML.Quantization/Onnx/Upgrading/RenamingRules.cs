namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Operators that got another name or whose first version had another shape altogether.</summary>
internal static class RenamingRules
{
    /// <summary>ScatterElements from 11.</summary>
    public static IEnumerable<NodeProto> Scatter(NodeProto node, UpgradeScope scope)
    {
        node.OpType = "ScatterElements";
        return [node];
    }

    /// <summary>Version 8 has a batch axis of its own; 9 is like the later ones.</summary>
    public static IEnumerable<NodeProto> Scan(NodeProto node, UpgradeScope scope) =>
        scope.Context.From >= 9 ? [node] : throw UpgradeRules.Unsupported(node, "is in version 8, whose batch axis later versions do not have");
}
