using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Puts integers that are not the nearest into the FP32 weights of a graph, where training takes them up.</summary>
internal static class WeightEdits
{
    /// <summary>How many steps a weight may be from its integer.</summary>
    private const float Reach = 0.499f;

    /// <returns>A copy of <paramref name="model"/> whose weights are moved as little as makes these integers the nearest; weights that several nodes read stay.</returns>
    public static OnnxModel Apply(OnnxModel model, IReadOnlyDictionary<string, QuantizedWeights> integers)
    {
        var edited = model.View(model.Proto.Clone());
        var index = new GraphIndex(edited.Graph);
        var names = new NameScope(edited.Graph);
        foreach (var node in edited.Graph.Node.Where(node => integers.ContainsKey(node.Name) && WeightedNodes.WeightFactor(node) == 1 && index.Consumers(node.Input[1]).Count == 1).ToArray())
        {
            var weights = index.Initializer(node.Input[1])!;
            string name = names.Unique(node.Name + "_rounded_weights");
            edited.Graph.Initializer.Add(TensorData.Create<float>(name, Moved(model.Floats(weights), integers[node.Name], WeightedNodes.Layout(node, weights.Dims)), [.. weights.Dims]));
            node.Input[1] = name;
        }

        UnusedInitializers.Remove(edited.Graph);
        return edited;
    }

    private static float[] Moved(float[] values, QuantizedWeights integers, WeightLayout layout)
    {
        var (stride, channels) = (layout.Stride, layout.Channels);
        var moved = new float[values.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            float scale = integers.Scales[integers.Axis == null ? 0 : i / stride % channels];
            moved[i] = Math.Clamp(values[i], (integers.Values[i] - Reach) * scale, (integers.Values[i] + Reach) * scale);
        }

        return moved;
    }
}
