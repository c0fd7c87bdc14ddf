using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Nodes between a column and the tensor it goes with, marked so that they can be taken away again.</summary>
internal static class GraphAdapters
{
    public const string Mark = "mlq.pipeline/";

    /// <summary>A node that gives a tensor another name, and another shape where one is given.</summary>
    public static NodeProto Make(GraphProto graph, string from, string to, long[]? shape)
    {
        var node = new NodeProto { OpType = shape == null ? "Identity" : "Reshape", Name = $"{Mark}{from}/{to}" };
        node.Input.Add(from);
        node.Output.Add(to);
        if (shape != null)
        {
            var tensor = new TensorProto { Name = $"{node.Name}/shape", DataType = (int)DataType.Int64 };
            tensor.Dims.Add(shape.Length);
            tensor.Int64Data.Add(shape);
            graph.Initializer.Add(tensor);
            node.Input.Add(tensor.Name);
        }

        return node;
    }

    public static void Remove(GraphProto graph)
    {
        RemoveMarked(graph.Node, node => node.Name);
        RemoveMarked(graph.Initializer, tensor => tensor.Name);
    }

    private static void RemoveMarked<T>(IList<T> items, Func<T, string> name)
    {
        for (int i = items.Count - 1; i >= 0; i--)
        {
            if (name(items[i]).StartsWith(Mark, StringComparison.Ordinal))
            {
                items.RemoveAt(i);
            }
        }
    }
}
