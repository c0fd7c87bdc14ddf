using Google.Protobuf;
using static Microsoft.ML.Quantization.Onnx.AttributeProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Changes attributes and inputs of a node.</summary>
internal static class NodeEdits
{
    public static void RemoveAttribute(this NodeProto node, string name)
    {
        if (node.Find(name) is { } attribute)
        {
            node.Attribute.Remove(attribute);
        }
    }

    public static void SetAttribute(this NodeProto node, string name, long value) =>
        Replace(node, new AttributeProto { Name = name, Type = AttributeType.Int, I = value });

    public static void SetAttribute(this NodeProto node, string name, string value) =>
        Replace(node, new AttributeProto { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) });

    public static void SetAttribute(this NodeProto node, string name, long[] values) =>
        Replace(node, new AttributeProto { Name = name, Type = AttributeType.Ints, Ints = { values } });

    public static void SetAttribute(this NodeProto node, string name, GraphProto value) =>
        Replace(node, new AttributeProto { Name = name, Type = AttributeType.Graph, G = value });

    /// <summary>Makes input number <paramref name="index"/> read <paramref name="tensor"/>; inputs skipped on the way stay empty.</summary>
    public static void SetInput(this NodeProto node, int index, string tensor)
    {
        while (node.Input.Count <= index)
        {
            node.Input.Add("");
        }

        node.Input[index] = tensor;
    }

    private static void Replace(NodeProto node, AttributeProto attribute)
    {
        RemoveAttribute(node, attribute.Name);
        node.Attribute.Add(attribute);
    }
}
