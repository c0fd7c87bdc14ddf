namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>Operators whose values and widths were attributes and became inputs of the data's type.</summary>
internal static class BoundsRules
{
    /// <summary>Min and max are inputs from 11; absent, there is no bound in both forms.</summary>
    public static IEnumerable<NodeProto> Clip(NodeProto node, UpgradeScope scope)
    {
        FloatToInput(node, scope, "min", 1);
        FloatToInput(node, scope, "max", 2);
        return [node];
    }

    /// <summary>Pads and value are inputs from 11; absent, the value is 0 in both forms.</summary>
    public static IEnumerable<NodeProto> Pad(NodeProto node, UpgradeScope scope)
    {
        scope.AttributeToInput(node, "pads", 1);
        FloatToInput(node, scope, "value", 2);
        return [node];
    }

    private static void FloatToInput(NodeProto node, UpgradeScope scope, string attribute, int input)
    {
        if (node.Find(attribute) is { } value)
        {
            scope.SetInput(node, input, attribute, scope.Scalar(value.F, node.Input[0]));
            node.RemoveAttribute(attribute);
        }
    }
}
