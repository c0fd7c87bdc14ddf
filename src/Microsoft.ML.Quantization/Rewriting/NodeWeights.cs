using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Reads the weights and bias of a node of <see cref="WeightedOperators"/>.</summary>
internal static class NodeWeights
{
    /// <param name="node">The node.</param>
    /// <param name="index">The graph it is in.</param>
    /// <param name="model">The model whose tensors these are, or were made from.</param>
    /// <param name="settings">What to add to the bias.</param>
    /// <exception cref="InvalidDataException">A weight or bias is not finite.</exception>
    public static WeightSource Read(NodeProto node, GraphIndex index, OnnxModel model, QdqSettings settings)
    {
        var weights = index.Initializer(node.Input[1])!;
        float alpha = WeightedNodes.WeightFactor(node);
        int axis = WeightedNodes.OutputAxis(node);
        float[] values = Scaled(Finite(weights, node, model), alpha);
        float[]? bias = Bias(node, index, model);
        if (settings.BiasCorrections.TryGetValue(node.Name, out float[]? correction))
        {
            bias ??= new float[correction.Length];
            bias = [.. bias.Zip(correction, (value, change) => value + change)];
        }

        return new WeightSource(values, [.. weights.Dims], axis, bias, WeightedNodes.Groups(node))
        {
            Scales = settings.WeightScales.GetValueOrDefault(node.Name),
            Rounded = settings.RoundedWeights.GetValueOrDefault(node.Name),
            PerChannel = settings.PerChannel && !settings.Target.Rules.Operators[node].HasOneScale,
        };
    }

    /// <summary>What a node adds to its products, factor applied; <see langword="null"/> where it has no bias. A factor of zero makes it zero, whatever it holds.</summary>
    /// <exception cref="InvalidDataException">A value is not finite.</exception>
    public static float[]? Bias(NodeProto node, GraphIndex index, OnnxModel model)
    {
        if (WeightedNodes.BiasOf(node) is not { } name)
        {
            return null;
        }

        var bias = index.Initializer(name)!;
        float beta = WeightedNodes.BiasFactor(node);
        return beta == 0 ? new float[TensorChecks.ElementCount(bias)] : Scaled(Finite(bias, node, model), beta);
    }

    /// <summary>Removes the factors of a node, which are in its weights and bias now.</summary>
    public static void Normalize(NodeProto node)
    {
        Remove(node, WeightedOperators.Find(node)?.WeightFactor);
        RemoveBiasFactor(node);
    }

    /// <summary>Removes the factor of a bias, which is in its values now.</summary>
    public static void RemoveBiasFactor(NodeProto node) => Remove(node, WeightedOperators.Find(node)?.BiasFactor);

    private static void Remove(NodeProto node, string? attribute)
    {
        if (attribute != null && node.Find(attribute) is { } factor)
        {
            node.Attribute.Remove(factor);
        }
    }

    private static float[] Finite(TensorProto tensor, NodeProto node, OnnxModel model)
    {
        float[] values = model.Floats(tensor);

        // The largest magnitude is not finite if any is, and is found many at a time.
        if (float.IsFinite(ChannelMagnitudes.Largest(values)))
        {
            return values;
        }

        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        throw new InvalidDataException(
            $"Tensor '{tensor.Name}' of node '{node.Name}' ({node.OpType}) holds {values[bad]} at index {bad}; INT8 needs finite numbers. Export the model again, or exclude the node.");
    }

    private static float[] Scaled(float[] values, float factor) => factor == 1 ? values : Array.ConvertAll(values, value => value * factor);
}
