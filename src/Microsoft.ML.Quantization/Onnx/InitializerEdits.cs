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
        graph.Initializer[at] = TensorData.Create<float>(name, change(TensorData.Floats(old)), [.. old.Dims]);
    }
}
