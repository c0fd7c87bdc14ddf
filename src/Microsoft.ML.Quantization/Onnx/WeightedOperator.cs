namespace Microsoft.ML.Quantization.Onnx;

/// <summary>What the standard says of an operator whose second input can be constant weights, whatever a target makes of it.</summary>
/// <param name="OperatorType">The operator.</param>
internal sealed record WeightedOperator(string OperatorType)
{
    /// <summary>The weight dimension that holds the output channels.</summary>
    public required Func<NodeProto, int> OutputAxis { get; init; }

    /// <summary>Why weights of this form, with a bias that is constant or absent, cannot be INT8; <see langword="null"/> where they can.</summary>
    public required Func<NodeProto, GraphIndex, TensorProto, string?> Obstacle { get; init; }

    /// <summary>Whether an input value is spread over the outputs by all weights of its channel, instead of an output being a sum over a window of the input.</summary>
    public bool SpreadsInputs { get; init; }

    /// <summary>The input that holds the bias; <see langword="null"/> where there is none.</summary>
    public int? BiasInput { get; init; }

    /// <summary>Whether the channels of its input and output are the last dimension, or the second.</summary>
    public bool HasChannelsLast { get; init; }

    /// <summary>The attribute that holds the number of groups; <see langword="null"/> where there is one group.</summary>
    public string? Groups { get; init; }

    /// <summary>The attribute that holds a factor of the weights; <see langword="null"/> where there is none.</summary>
    public string? WeightFactor { get; init; }

    /// <summary>The attribute that holds a factor of the bias; <see langword="null"/> where there is none.</summary>
    public string? BiasFactor { get; init; }
}
