namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Gives an initializer of a graph other values.</summary>
internal static class InitializerEdits
{
    /// <param name="graph">The graph.</param>
    /// <param name="name">A floating-point initializer whose values are inline.</param>
    /// <param name="change">Makes its new values, as FP32, of the old ones, which are a copy that it may change.</param>
    public static void Change(this GraphProto graph, string name, Func<float[], float[]> change)
    {
        int at = graph.Initializer.Select(tensor => tensor.Name).ToList().IndexOf(name);
        var old = graph.Initializer[at];
        graph.Initializer[at] = old.Changed(change);
    }

    /// <summary>A tensor with other values.</summary>
    /// <param name="tensor">A floating-point tensor whose values are inline.</param>
    /// <param name="change">Makes its new values, as FP32, of the old ones, which are a copy that it may change.</param>
    public static TensorProto Changed(this TensorProto tensor, Func<float[], float[]> change) => TensorData.Create<float>(tensor.Name, change(TensorData.Floats(tensor)), [.. tensor.Dims]);

    /// <summary>Puts tensors in the place of initializers of the same names.</summary>
    public static void Replace(this GraphProto graph, IReadOnlyCollection<TensorProto> tensors)
    {
        var changed = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        for (int i = 0; i < graph.Initializer.Count && changed.Count > 0; i++)
        {
            if (changed.Remove(graph.Initializer[i].Name, out var tensor))
            {
                graph.Initializer[i] = tensor;
            }
        }
    }
}
