using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The activations that the layer which has the most of them reads and writes: what must fit into a cache for each row of a batch.</summary>
internal static class LargestLayer
{
    /// <summary>Stands for the size of dimensions that each row decides.</summary>
    private const long TypicalLength = 128;

    /// <summary>The bytes of the largest layer for each value of a row of the inputs; <see langword="null"/> where ONNX Runtime cannot tell the sizes.</summary>
    public static double? BytesPerInputValue(OnnxModel portable, BoundInput[] inputs)
    {
        var light = WithoutWeights(portable.Proto);
        foreach (var dimension in Dimensions(light, inputs).Where(dimension => !dimension.HasDimValue))
        {
            dimension.DimValue = TypicalLength;
        }

        foreach (var first in Dimensions(light, inputs, firstOnly: true))
        {
            first.DimValue = 1;
        }

        try
        {
            var shapes = TensorShapes.Infer(portable.View(light));
            double values = inputs.Sum(input => Elements(input.Column.Name, shapes));
            return values > 0 ? Largest(portable.Graph, shapes) / values : null;
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            return null;
        }
    }

    private static double Largest(GraphProto graph, TensorShapes shapes)
    {
        var index = new GraphIndex(graph);
        return graph.Node.Where(node => node.OpType != "DequantizeLinear").Select(node => node.Input.Concat(node.Output).Distinct(StringComparer.Ordinal).Sum(tensor => Bytes(tensor, index, shapes))).DefaultIfEmpty(0).Max();
    }

    private static double Bytes(string tensor, GraphIndex index, TensorShapes shapes)
    {
        var maker = index.Producer(tensor);
        bool constant = index.Initializer(tensor) != null || (maker is { OpType: "DequantizeLinear" or "Constant" } && maker.Input.All(input => index.Initializer(input) != null));
        return constant || tensor.Length == 0 ? 0 : Elements(tensor, shapes) * (IsInt8(tensor, maker, index) ? 1 : 4);
    }

    /// <summary>Whether ONNX Runtime keeps the tensor in INT8: behind DequantizeLinear, and between an INT8 node and QuantizeLinear.</summary>
    private static bool IsInt8(string tensor, NodeProto? maker, GraphIndex index) => maker is { OpType: "DequantizeLinear" or "QuantizeLinear" }
        || (maker != null && maker.Input.Any(input => index.Producer(input) is { OpType: "DequantizeLinear" })
            && index.Consumers(tensor) is { Count: > 0 } readers && readers.All(use => use.Node.OpType == "QuantizeLinear"));

    private static double Elements(string tensor, TensorShapes shapes) => shapes.Find(tensor)?.Dimensions.Aggregate(1.0, (product, size) => product * Math.Max(1, size)) ?? 0;

    private static IEnumerable<TensorShapeProto.Types.Dimension> Dimensions(ModelProto model, BoundInput[] inputs, bool firstOnly = false)
    {
        var names = inputs.Where(input => !firstOnly || input.Batched).Select(input => input.Column.Name).ToHashSet(StringComparer.Ordinal);
        return model.Graph.Input.Where(input => names.Contains(input.Name)).SelectMany(input => firstOnly ? input.Type.TensorType.Shape.Dim.Take(1) : input.Type.TensorType.Shape.Dim);
    }

    /// <summary>Large constants are inputs here: only their shapes are needed, and a model may have gigabytes of them.</summary>
    private static ModelProto WithoutWeights(ModelProto model)
    {
        var from = model.Graph;
        var graph = new GraphProto { Name = from.Name, Node = { from.Node }, Input = { from.Input.Select(input => input.Clone()) } };
        foreach (var tensor in from.Initializer)
        {
            if (OnnxModel.TensorBytes(tensor) < OnnxModel.SmallestExternal)
            {
                graph.Initializer.Add(tensor);
                continue;
            }

            var shape = new TensorShapeProto { Dim = { tensor.Dims.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }) } };
            graph.Input.Add(new ValueInfoProto { Name = tensor.Name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = tensor.DataType, Shape = shape } } });
        }

        graph.Output.AddRange(from.Output.Select(output => new ValueInfoProto { Name = output.Name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = output.Type.TensorType.ElemType } } }));
        return new ModelProto(model) { Graph = graph };
    }
}
