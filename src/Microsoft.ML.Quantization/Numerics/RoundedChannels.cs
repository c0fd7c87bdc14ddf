namespace Microsoft.ML.Quantization.Numerics;

/// <summary>Weights that were rounded by the covariance of their inputs.</summary>
/// <param name="Weights">The integers.</param>
/// <param name="Before">The error that each output channel has of the nearest integers, its variance, damping included.</param>
/// <param name="After">That of these.</param>
internal sealed record RoundedChannels(QuantizedWeights Weights, double[] Before, double[] After)
{
    /// <summary>The share of the error that is gone, 0 to 1.</summary>
    public double Gain => Before.Sum() is > 0 and double before ? 1 - (After.Sum() / before) : 0;

    /// <summary>The same in decibels.</summary>
    public double Decibels => -10 * Math.Log10(1 - Gain);
}
