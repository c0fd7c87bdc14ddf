namespace Microsoft.ML.Quantization.Onnx;

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
