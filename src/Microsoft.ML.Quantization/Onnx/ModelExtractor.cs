namespace Microsoft.ML.Quantization.Onnx;

/// <summary>A model whose outputs are the tensors to observe.</summary>
internal static class ModelExtractor
{
    /// <summary>A model that computes <paramref name="tensors"/> and no more; the weights are shared with <paramref name="model"/>.</summary>
    public static OnnxModel Extract(OnnxModel model, IEnumerable<string> tensors)
    {
        var proto = new ModelProto(model.Proto) { Graph = new GraphProto { Name = model.Proto.Graph.Name } };
        var graph = proto.Graph;
        graph.Node.AddRange(model.Proto.Graph.Node);
        graph.Input.AddRange(model.Proto.Graph.Input);
        graph.Initializer.AddRange(model.Proto.Graph.Initializer);
        graph.Output.AddRange(tensors.Select(name => new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } },
        }));
        return model.View(proto);
    }
}
