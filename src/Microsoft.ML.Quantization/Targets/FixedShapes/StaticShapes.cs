using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.FixedShapes;

/// <summary>The shapes that follow from those of the inputs without a run, and without the weights: only their sizes are looked at.</summary>
internal static class StaticShapes
{
    private const int FewValues = 256;

    /// <returns>By tensor; <see langword="null"/> where the shape of some tensor is not known before it is computed.</returns>
    public static IReadOnlyDictionary<string, TensorShape>? Infer(OnnxModel model)
    {
        var light = model.Proto.Clone();
        light.Graph.Output.Clear();
        WithoutWeights(light.Graph, new GraphIndex(light.Graph));
        var inferred = TensorShapes.Infer(model.View(light));
        var known = inferred.Names.ToDictionary(name => name, name => inferred.Find(name)!, StringComparer.Ordinal);
        foreach (var tensor in model.Graph.Initializer)
        {
            known[tensor.Name] = new TensorShape(tensor.DataType, [.. tensor.Dims], []);
        }

        // No dimensions stand for a scalar and for a tensor of which nothing is known.
        return model.Graph.Node.SelectMany(node => node.Output).Where(name => name.Length > 0)
            .All(name => known.TryGetValue(name, out var shape) && shape.Dimensions.Count > 0 && shape.Dimensions.All(size => size >= 0)) && !model.Graph.Node.Any(node => EndsInPadding(node, known)) ? known : null;
    }

    /// <summary>Whether a pool's last window lies behind its input: the standard counts it where sizes are rounded up, ONNX Runtime does not.</summary>
    private static bool EndsInPadding(NodeProto node, Dictionary<string, TensorShape> shapes)
    {
        if (node.Integer("ceil_mode", 0) == 0 || !shapes.TryGetValue(node.Input[0], out var from))
        {
            return false;
        }

        var to = shapes[node.Output[0]];
        long[] strides = node.Integers("strides") ?? [.. from.Dimensions.Skip(2).Select(_ => 1L)], pads = node.Integers("pads") ?? new long[2 * strides.Length];
        return strides.Where((stride, i) => (to.Dimensions[i + 2] - 1) * stride >= from.Dimensions[i + 2] + pads[i]).Any();
    }

    /// <summary>Has large weights given as inputs, of which the size alone is known.</summary>
    private static void WithoutWeights(GraphProto graph, GraphIndex index)
    {
        var given = graph.Input.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer.Where(tensor => IsWeight(tensor, index)).ToArray())
        {
            graph.Initializer.Remove(tensor);
            if (given.Add(tensor.Name))
            {
                graph.Input.Add(Declared(tensor));
            }
        }
    }

    private static bool IsWeight(TensorProto tensor, GraphIndex index) =>
        TensorChecks.ElementCount(tensor) > FewValues && !index.IsCaptured(tensor.Name) && index.Consumers(tensor.Name).All(use => ReadsWeights(use.Node));

    /// <summary>Whether only the sizes of a node's weights tell something of what it makes.</summary>
    private static bool ReadsWeights(NodeProto node) => node.Is("DequantizeLinear") || node.Is("ConvTranspose") || WeightedOperators.Find(node) != null;

    private static ValueInfoProto Declared(TensorProto tensor)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(tensor.Dims.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto { Name = tensor.Name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = tensor.DataType, Shape = shape } } };
    }
}
