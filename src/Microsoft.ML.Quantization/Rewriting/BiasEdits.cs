using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Puts bias corrections into the FP32 weights of a graph, where training takes them up.</summary>
internal static class BiasEdits
{
    /// <returns>A copy of <paramref name="model"/> whose Conv and Gemm nodes have the corrections in their biases.</returns>
    public static OnnxModel Apply(OnnxModel model, IReadOnlyDictionary<string, float[]> corrections)
    {
        var corrected = model.View(model.Proto.Clone());
        var index = new GraphIndex(corrected.Graph);
        var names = new NameScope(corrected.Graph);
        foreach (var node in corrected.Graph.Node.Where(node => corrections.ContainsKey(node.Name)))
        {
            float[] correction = corrections[node.Name];
            float[] old = NodeWeights.Bias(node, index, model) ?? [0];
            string name = names.Unique(node.Name + "_corrected_bias");
            corrected.Graph.Initializer.Add(TensorData.Create<float>(name, [.. correction.Select((change, i) => old[old.Length == 1 ? 0 : i] + change)], [correction.Length]));
            node.SetInput(2, name);
            NodeWeights.RemoveBiasFactor(node);
        }

        UnusedInitializers.Remove(corrected.Graph);
        return corrected;
    }
}
