using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>The INT8 weights of a node as training finds them.</summary>
/// <param name="Node">The node.</param>
/// <param name="Scales">The scales to start from: one for each output channel, or one.</param>
/// <param name="OutputAxis">The dimension of the weights that holds the output channels.</param>
internal sealed record WeightsForTraining(NodeProto Node, float[] Scales, int OutputAxis)
{
    /// <summary>The lowest integer that a weight may become.</summary>
    public int Lowest { get; init; } = -127;

    /// <summary>The highest.</summary>
    public int Highest { get; init; } = 127;

    /// <summary>Whether each output channel has a scale of its own.</summary>
    public bool IsPerChannel { get; init; } = true;

    /// <summary>What two neighbouring weights of one sign may come to together, in steps, for which scales are raised; <see langword="null"/> for any sum.</summary>
    public float? LargestPair { get; init; }

    /// <summary>Whether the bias is rounded to the INT32 grid of the products.</summary>
    public bool HasIntegerBias { get; init; } = true;
}
