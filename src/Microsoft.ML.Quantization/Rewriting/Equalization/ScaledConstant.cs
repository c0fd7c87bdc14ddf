using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>A bias, or a constant that is added: it is scaled as the channels are that it is added to.</summary>
/// <param name="Use">Where it is read.</param>
/// <param name="Channels">The channel of each value.</param>
internal sealed record ScaledConstant(TensorUse Use, int[] Channels)
{
    /// <summary>The channels that a constant is multiplied with, whose scale it takes away; <see langword="null"/> where it takes none away.</summary>
    public int[]? Read { get; init; }

    public string Name => Use.Node.Input[Use.InputIndex];

    /// <summary>The values for channels that are scaled.</summary>
    /// <param name="values">The values.</param>
    /// <param name="factors">By the number of the channel.</param>
    public float[] Scaled(float[] values, double[] factors) => [.. values.Select((value, i) => (float)(value * factors[Channels[i]] / (Read == null ? 1 : factors[Read[i]])))];
}
