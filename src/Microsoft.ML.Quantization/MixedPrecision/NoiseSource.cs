using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>One place where an INT8 model rounds: the weights of a node, or an activation tensor.</summary>
/// <param name="Name">The node, or the tensor.</param>
/// <param name="Range">How the tensor is quantized; <see langword="null"/> for weights.</param>
internal readonly record struct NoiseSource(string Name, QuantizationParameters? Range)
{
    public static NoiseSource NodeWeights(string node) => new(node, null);

    public static NoiseSource Tensor(string name, QuantizationParameters range) => new(name, range);
}
