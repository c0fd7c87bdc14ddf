using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.AttributeProto.Types;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Turns Constant nodes into initializers, so that weights are found in one place.</summary>
internal static class ConstantNodes
{
    public static void ToInitializers(GraphProto graph)
    {
        List<NodeProto> kept = [];
        foreach (NodeProto node in graph.Node)
        {
            if (node.Is("Constant") && Value(node) is { } tensor)
            {
                tensor.Name = node.Output[0];
                graph.Initializer.Add(tensor);
                continue;
            }

            kept.Add(node);
        }

        if (kept.Count < graph.Node.Count)
        {
            graph.Node.Clear();
            graph.Node.AddRange(kept);
        }
    }

    /// <summary>The constant as a tensor; null for the kinds that stay nodes (sparse tensors and strings).</summary>
    public static TensorProto? Value(NodeProto node)
    {
        AttributeProto? value = node.Attribute.FirstOrDefault();
        return value?.Type switch
        {
            AttributeType.Tensor => value.T?.Clone(),
            AttributeType.Float => TensorData.Create<float>("", [value.F], []),
            AttributeType.Floats => TensorData.Create<float>("", [.. value.Floats], value.Floats.Count),
            AttributeType.Int => TensorData.Create<long>("", [value.I], []),
            AttributeType.Ints => TensorData.Create<long>("", [.. value.Ints], value.Ints.Count),
            _ => null,
        };
    }
}
