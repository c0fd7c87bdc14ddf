using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>How ranges are to be chosen.</summary>
/// <param name="Method">By which method.</param>
/// <param name="Percentile">The share of values, in percent, that <see cref="CalibrationMethod.Percentile"/> keeps.</param>
/// <param name="IsSymmetric">Whether the integers lie on both sides of zero alike, so that the end farther from zero alone decides the step.</param>
internal readonly record struct CalibrationSettings(CalibrationMethod Method, double Percentile, bool IsSymmetric = false)
{
    /// <summary>
    /// How many times the error of clipped values counts where the integers are symmetric, so that as much is clipped as with all steps. A tensor without negatives has half of them, and
    /// the least error clips more; but values are clipped alike, and do not average out in what reads them as rounding does.
    /// </summary>
    public const double ClippingOfSymmetric = 4;

    private readonly double _more;

    /// <summary>How many times the error of clipped values counts in the mean squared error.</summary>
    public double Clipping
    {
        get => 1 + _more;
        init => _more = value - 1;
    }

    /// <summary>The quantizer of a range. Signed affine integers are the unsigned ones moved, which changes no error.</summary>
    public QuantizationParameters Parameters(float low, float high) =>
        ScaleCalculator.FromRange(Math.Min(low, 0f), Math.Max(high, 0f), IsSymmetric ? QuantizedType.Int8 : QuantizedType.UInt8, IsSymmetric, reduceRange: false);
}
