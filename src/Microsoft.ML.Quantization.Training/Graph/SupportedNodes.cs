using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>Tells before anything runs whether every node can be trained through.</summary>
internal static class SupportedNodes
{
    /// <returns>The handler of each node of the graph, in its order.</returns>
    /// <exception cref="NotSupportedException">A node has none.</exception>
    public static OperatorHandler[] Handlers(OnnxModel model, Func<NodeProto, OperatorHandler?> find)
    {
        var missing = model.Graph.Node.Where(node => find(node) == null).ToArray();
        if (missing.Length > 0)
        {
            string operators = string.Join(", ", missing.Select(node => Name(node)).Distinct().Order(StringComparer.Ordinal));
            throw new NotSupportedException(
                $"Model '{model.SourcePath}' cannot be trained: there is no training support for {operators} (first at node '{missing[0].Name}'). "
                + "Quantize it without training (mlContext.Transforms.Quantize), or replace these operators in the model.");
        }

        return [.. model.Graph.Node.Select(node => find(node)!)];
    }

    private static string Name(NodeProto node) => node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}";
}
