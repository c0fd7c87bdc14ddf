namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>Operators that got another name.</summary>
internal static class RenamingRules
{
    /// <summary>ScatterElements from 11.</summary>
    public static IEnumerable<NodeProto> Scatter(NodeProto node, UpgradeScope scope)
    {
        node.OpType = "ScatterElements";
        return [node];
    }
}
