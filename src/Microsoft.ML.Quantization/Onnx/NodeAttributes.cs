namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Reads attributes of a node with the default that the operator's specification gives.</summary>
internal static class NodeAttributes
{
    public static AttributeProto? Find(this NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    public static long Integer(this NodeProto node, string name, long absent) => node.Find(name)?.I ?? absent;

    public static float Real(this NodeProto node, string name, float absent) => node.Find(name)?.F ?? absent;

    public static string Text(this NodeProto node, string name, string absent) => node.Find(name)?.S.ToStringUtf8() ?? absent;

    /// <summary>A list of integers, or null where the node does not have it.</summary>
    public static long[]? Integers(this NodeProto node, string name) => node.Find(name) is { } attribute ? [.. attribute.Ints] : null;

    /// <summary>Whether the node is an operator of the standard's own domain.</summary>
    public static bool Is(this NodeProto node, string operatorType) => node.OpType == operatorType && node.Domain is "" or "ai.onnx";
}
