using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>The numbers that a target computes with. Weights are symmetric INT8 everywhere.</summary>
internal sealed record TargetNumbers
{
    private const int SignedOffset = 128;

    /// <summary>The integers of activations.</summary>
    public QuantizedType Activations { get; init; } = QuantizedType.UInt8;

    /// <summary>Whether the zero point of activations is 0, of signed integers.</summary>
    public bool HasSymmetricActivations { get; init; }

    /// <summary>What two neighbouring weights of one sign may come to together, in steps; <see langword="null"/> for any sum.</summary>
    public float? LargestPair { get; init; }

    /// <summary>Whether weights keep to -64 to 64 whatever the options say.</summary>
    public bool HasReducedWeights { get; init; }

    /// <summary>Whether biases are INT32 at the scale of the products, or stay FP32.</summary>
    public bool HasIntegerBiases { get; init; } = true;

    /// <summary>The scale and zero point of an activation for real values from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public QuantizationParameters Activation(float low, float high)
    {
        if (HasSymmetricActivations)
        {
            return ScaleCalculator.FromRange(low, high, QuantizedType.Int8, symmetric: true, reduceRange: false);
        }

        // Signed integers are the unsigned ones moved, to the last step: computed anew, a zero point could round the other way.
        var unsigned = ScaleCalculator.FromRange(low, high, QuantizedType.UInt8, symmetric: false, reduceRange: false);
        return Activations == QuantizedType.UInt8 ? unsigned : new QuantizationParameters(unsigned.Scale, unsigned.ZeroPoint - SignedOffset, QuantizedType.Int8);
    }
}
