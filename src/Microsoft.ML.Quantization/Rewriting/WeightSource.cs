namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>The FP32 weights and bias of a node, factors applied.</summary>
/// <param name="Values">The weights, row-major.</param>
/// <param name="Dimensions">Their dimensions.</param>
/// <param name="OutputAxis">The dimension that holds the output channels.</param>
/// <param name="Bias">One value an output channel; <see langword="null"/> for none.</param>
/// <param name="Groups">The groups of a convolution; 1 for anything else.</param>
internal sealed record WeightSource(float[] Values, long[] Dimensions, int OutputAxis, float[]? Bias, int Groups = 1)
{
    /// <summary>Whether each output channel reads one input channel of its own.</summary>
    public bool IsDepthwise => Groups > 1 && Groups == Channels && Dimensions[1] == 1;

    public int Channels => (int)Dimensions[OutputAxis];

    /// <summary>The channels of the input that the weights are multiplied with, those of all groups.</summary>
    public int InputChannels => (int)Dimensions[OutputAxis == 0 ? 1 : 0] * Groups;

    /// <summary>The distance between neighbours along the output axis.</summary>
    public int Stride => (int)Dimensions.Skip(OutputAxis + 1).Aggregate(1L, (product, size) => product * size);
}
