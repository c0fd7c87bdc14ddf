namespace Microsoft.ML.Quantization.Tests;

/// <summary>How a detector's branches are joined.</summary>
public enum HeadForm
{
    /// <summary>[1, 16, n]: boxes and probabilities, channels first.</summary>
    Channels,

    /// <summary>[1, n, 16]: the same, a Transpose behind the Concat.</summary>
    Transposed,

    /// <summary>Boxes of three scales joined, scores of three scales joined, then both.</summary>
    ThreeScales,

    /// <summary>Boxes and logits joined at each scale, then the scales.</summary>
    TwoStages,

    /// <summary>Joined within the net, sliced apart again, and both read by layers.</summary>
    Sliced,

    /// <summary>Logits of three scales joined before a Softmax, boxes an output of their own.</summary>
    Softmax,
}
