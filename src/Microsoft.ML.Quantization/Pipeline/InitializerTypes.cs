using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// A stock OnnxTransformer refuses a model with an initializer of a type that ML.NET lacks (half floats, 4-bit integers), though
/// ONNX Runtime runs it: held by a Constant node, the same tensor passes.
/// </summary>
internal static class InitializerTypes
{
    public static void Hide(GraphProto graph, string mark)
    {
        for (int i = graph.Initializer.Count - 1; i >= 0; i--)
        {
            var tensor = graph.Initializer[i];
            // What is kept on disk must stay an initializer, and is in a model too large for a stock transformer anyway.
            if (!ItemTypes.Supported((DataType)tensor.DataType) && (DataType)tensor.DataType != DataType.String && !OnnxModel.IsOutside(tensor))
            {
                graph.Initializer.RemoveAt(i);
                graph.Node.Insert(0, Constant(tensor, $"{mark}constant/{tensor.Name}"));
            }
        }
    }

    public static void Show(GraphProto graph, string mark)
    {
        foreach (var node in graph.Node.Where(node => node.Name.StartsWith($"{mark}constant/", StringComparison.Ordinal)))
        {
            var tensor = node.Attribute[0].T.Clone();
            tensor.Name = node.Output[0];
            graph.Initializer.Add(tensor);
        }
    }

    private static NodeProto Constant(TensorProto tensor, string name)
    {
        var node = new NodeProto { OpType = "Constant", Name = name };
        node.Output.Add(tensor.Name);
        node.Attribute.Add(new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = tensor });
        return node;
    }
}
