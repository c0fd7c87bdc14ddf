using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>A node as messages name it.</summary>
internal static class NodeText
{
    /// <summary>The name and operator; where it has no name, what it makes.</summary>
    public static string Describe(NodeProto node) => node.Name.Length > 0
        ? $"'{ForeignText.InMessage(node.Name)}' ({ForeignText.InMessage(node.OpType)})"
        : $"({ForeignText.InMessage(node.OpType)}) that makes '{ForeignText.InMessage(node.Output.FirstOrDefault() ?? "")}'";
}
