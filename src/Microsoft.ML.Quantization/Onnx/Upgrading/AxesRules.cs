namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>Operators whose axes, sizes or counts were attributes and became inputs.</summary>
internal static class AxesRules
{
    /// <summary>Squeeze and Unsqueeze: axes is an input from 13.</summary>
    public static IEnumerable<NodeProto> Squeeze(NodeProto node, UpgradeScope scope)
    {
        scope.AttributeToInput(node, "axes", 1);
        return [node];
    }

    /// <summary>Axes is an input from 13; an empty list reduces everything in both forms.</summary>
    public static IEnumerable<NodeProto> ReduceSum(NodeProto node, UpgradeScope scope)
    {
        if (node.Integers("axes") is [])
        {
            node.RemoveAttribute("axes");
        }

        scope.AttributeToInput(node, "axes", 1);
        return [node];
    }

    /// <summary>The sizes are an input from 13; absent, the parts are equal in both forms.</summary>
    public static IEnumerable<NodeProto> Split(NodeProto node, UpgradeScope scope)
    {
        scope.AttributeToInput(node, "split", 1);
        return [node];
    }

    /// <summary>Starts, ends and axes are inputs from 10.</summary>
    public static IEnumerable<NodeProto> Slice(NodeProto node, UpgradeScope scope)
    {
        scope.AttributeToInput(node, "starts", 1);
        scope.AttributeToInput(node, "ends", 2);
        scope.AttributeToInput(node, "axes", 3);
        return [node];
    }

    /// <summary>K is an input from 10.</summary>
    public static IEnumerable<NodeProto> TopK(NodeProto node, UpgradeScope scope)
    {
        if (node.Find("k") is { } k)
        {
            scope.SetInput(node, 1, "k", TensorData.Create<long>("", [k.I], 1));
            node.RemoveAttribute("k");
        }

        return [node];
    }
}
