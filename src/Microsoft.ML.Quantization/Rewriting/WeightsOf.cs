using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Reads the weights and bias of a Conv, Gemm or MatMul.</summary>
internal static class WeightsOf
{
    public static WeightSource Node(NodeProto node, GraphIndex index, QdqSettings settings)
    {
        var weights = index.Initializer(node.Input[1])!;
        float alpha = node.OpType == "Gemm" ? node.Real("alpha", 1) : 1;
        float beta = node.OpType == "Gemm" ? node.Real("beta", 1) : 1;
        int axis = WeightedNodes.OutputAxis(node);
        float[] values = Scaled(TensorData.Floats(weights), alpha);
        float[]? bias = node.Input.Count > 2 && node.Input[2].Length > 0 ? Scaled(TensorData.Floats(index.Initializer(node.Input[2])!), beta) : null;
        if (settings.BiasCorrections.TryGetValue(node.Name, out float[]? correction))
        {
            bias ??= new float[correction.Length];
            bias = [.. bias.Zip(correction, (value, change) => value + change)];
        }

        return new WeightSource(values, [.. weights.Dims], axis, bias, node.OpType == "Conv" ? (int)node.Integer("group", 1) : 1);
    }

    /// <summary>The factors of a Gemm are in its weights and bias now.</summary>
    public static void Normalize(NodeProto node)
    {
        if (node.OpType == "Gemm")
        {
            foreach (var factor in node.Attribute.Where(attribute => attribute.Name is "alpha" or "beta").ToArray())
            {
                node.Attribute.Remove(factor);
            }
        }
    }

    private static float[] Scaled(float[] values, float factor) => factor == 1 ? values : Array.ConvertAll(values, value => value * factor);
}
