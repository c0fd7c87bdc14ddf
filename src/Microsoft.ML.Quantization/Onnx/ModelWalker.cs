namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Walks a model's graphs, nodes and tensors, those of subgraphs and local functions included, in file order.</summary>
internal static class ModelWalker
{
    public static IEnumerable<GraphProto> Graphs(GraphProto graph)
    {
        yield return graph;
        foreach (GraphProto inner in graph.Node.SelectMany(Subgraphs).SelectMany(Graphs))
        {
            yield return inner;
        }
    }

    /// <summary>The graphs that are direct attributes of a node: the branches of an If, the body of a Loop or Scan.</summary>
    public static IEnumerable<GraphProto> Subgraphs(NodeProto node)
    {
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (attribute.G != null)
            {
                yield return attribute.G;
            }

            foreach (GraphProto graph in attribute.Graphs)
            {
                yield return graph;
            }
        }
    }

    public static IEnumerable<NodeProto> Nodes(ModelProto model) =>
        Graphs(model.Graph).SelectMany(graph => graph.Node).Concat(model.Functions.SelectMany(FunctionNodes));

    public static IEnumerable<TensorProto> Initializers(ModelProto model) => Graphs(model.Graph).SelectMany(graph => graph.Initializer);

    /// <summary>All tensors that carry values: initializers, sparse ones, and those in attributes.</summary>
    public static IEnumerable<TensorProto> Tensors(ModelProto model)
    {
        foreach (GraphProto graph in Graphs(model.Graph))
        {
            foreach (TensorProto tensor in GraphTensors(graph))
            {
                yield return tensor;
            }
        }

        foreach (TensorProto tensor in model.Functions.SelectMany(FunctionNodes).SelectMany(NodeTensors))
        {
            yield return tensor;
        }
    }

    private static IEnumerable<TensorProto> GraphTensors(GraphProto graph) => graph.Initializer
        .Concat(graph.SparseInitializer.SelectMany(sparse => new[] { sparse.Values, sparse.Indices }).OfType<TensorProto>())
        .Concat(graph.Node.SelectMany(NodeTensors));

    private static IEnumerable<TensorProto> NodeTensors(NodeProto node) =>
        node.Attribute.SelectMany(attribute => attribute.T == null ? attribute.Tensors : attribute.Tensors.Prepend(attribute.T));

    private static IEnumerable<NodeProto> FunctionNodes(FunctionProto function) => function.Node
        .Concat(function.Node.SelectMany(Subgraphs).SelectMany(Graphs).SelectMany(graph => graph.Node));
}
