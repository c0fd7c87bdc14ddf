using System.Numerics.Tensors;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Reads the weights and bias of a Conv, Gemm or MatMul.</summary>
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
        float alpha = node.OpType == "Gemm" ? node.Real("alpha", 1) : 1;
        int axis = WeightedNodes.OutputAxis(node);
        float[] values = Scaled(Finite(weights, node, model), alpha);
        float[]? bias = Bias(node, index, model);
        if (settings.BiasCorrections.TryGetValue(node.Name, out float[]? correction))
        {
            bias ??= new float[correction.Length];
            bias = [.. bias.Zip(correction, (value, change) => value + change)];
        }

        return new WeightSource(values, [.. weights.Dims], axis, bias, node.OpType == "Conv" ? (int)node.Integer("group", 1) : 1)
        {
            Scales = settings.WeightScales.GetValueOrDefault(node.Name),
            PerChannel = settings.PerChannel && !settings.Target.Numbers.WithOneScale.Contains(node.OpType),
        };
    }

    /// <summary>What a node adds to its products, factor applied; <see langword="null"/> where it has no bias. A factor of zero makes it zero, whatever it holds.</summary>
    /// <exception cref="InvalidDataException">A value is not finite.</exception>
    public static float[]? Bias(NodeProto node, GraphIndex index, OnnxModel model)
    {
        if (node.Input.Count < 3 || node.Input[2].Length == 0)
        {
            return null;
        }

        var bias = index.Initializer(node.Input[2])!;
        float beta = node.OpType == "Gemm" ? node.Real("beta", 1) : 1;
        return beta == 0 ? new float[TensorChecks.ElementCount(bias)] : Scaled(Finite(bias, node, model), beta);
    }

    /// <summary>The factors of a Gemm are in its weights and bias now.</summary>
    public static void Normalize(NodeProto node)
    {
        RemoveFactor(node, "alpha");
        RemoveFactor(node, "beta");
    }

    /// <summary>Removes a factor of a Gemm that has been multiplied in.</summary>
    public static void RemoveFactor(NodeProto node, string name)
    {
        if (node.OpType == "Gemm" && node.Find(name) is { } factor)
        {
            node.Attribute.Remove(factor);
        }
    }

    private static float[] Finite(TensorProto tensor, NodeProto node, OnnxModel model)
    {
        float[] values = model.Floats(tensor);

        // The largest magnitude is not finite if any is, and is found many at a time.
        if (values.Length == 0 || float.IsFinite(TensorPrimitives.MaxMagnitude<float>(values)))
        {
            return values;
        }

        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        throw new InvalidDataException(
            $"Tensor '{tensor.Name}' of node '{node.Name}' ({node.OpType}) holds {values[bad]} at index {bad}; INT8 needs finite numbers. Export the model again, or exclude the node.");
    }

    private static float[] Scaled(float[] values, float factor) => factor == 1 ? values : Array.ConvertAll(values, value => value * factor);
}
