namespace Microsoft.ML.Quantization.Numerics;

/// <summary>The FP32 weights and bias of a node, factors applied.</summary>
/// <param name="Values">The weights, row-major.</param>
/// <param name="Dimensions">Their dimensions.</param>
/// <param name="OutputAxis">The dimension that holds the output channels.</param>
/// <param name="Bias">One value an output channel; <see langword="null"/> for none.</param>
/// <param name="Groups">The groups of a convolution; 1 for anything else.</param>
internal sealed record WeightSource(float[] Values, long[] Dimensions, int OutputAxis, float[]? Bias, int Groups = 1)
{
    /// <summary>Scales that training has learned; <see langword="null"/> takes them from the largest weight.</summary>
    public float[]? Scales { get; init; }

    /// <summary>The weights as they were rounded before; <see langword="null"/> rounds them to nearest.</summary>
    public QuantizedWeights? Rounded { get; init; }

    /// <summary>Whether every output channel gets a scale, or the whole has one.</summary>
    public bool PerChannel { get; init; } = true;

    public WeightLayout Layout => new(Dimensions, OutputAxis, Groups);

    public int Channels => Layout.Channels;

    /// <summary>The distance between neighbours along the output axis.</summary>
    public int Stride => Layout.Stride;
}
