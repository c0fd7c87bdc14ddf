namespace Microsoft.ML.Quantization.Numerics;

/// <summary>Scale and zero point for a range of real values: the definition of both numbers everywhere in this library.</summary>
internal static class ScaleCalculator
{
    /// <summary>The smallest scale in use, the smallest normal float: below it 1/scale is no longer finite.</summary>
    public const float SmallestScale = 1.17549435e-38f;

    /// <summary>
    /// The quantizer for real values from <paramref name="low"/> to <paramref name="high"/>. Zero is always inside: a range that
    /// does not reach it is widened to it. A range too small for a normal scale gives scale 1 and zero point 0.
    /// </summary>
    /// <param name="low">The smallest real value; finite.</param>
    /// <param name="high">The largest real value; finite and not below <paramref name="low"/>.</param>
    /// <param name="type">The integer type.</param>
    /// <param name="symmetric">
    /// Whether the range is made symmetric around zero first. Signed integers then run from -127 to 127, so that the zero point is 0.
    /// </param>
    /// <param name="reduceRange">
    /// Whether one bit is given up (0 to 127, or -64 to 64) so that products cannot saturate on processors that add pairs of them
    /// in 16 bits.
    /// </param>
    /// <exception cref="ArgumentException">The range is not finite or upside down.</exception>
    public static QuantizationParameters FromRange(float low, float high, QuantizedType type, bool symmetric, bool reduceRange)
    {
        if (!float.IsFinite(low) || !float.IsFinite(high) || low > high)
        {
            throw new ArgumentException($"A quantization range needs two finite ends, the lower one first; got [{low:R}, {high:R}].");
        }

        double minimum = Math.Min(low, 0f);
        double maximum = Math.Max(high, 0f);
        if (symmetric)
        {
            maximum = Math.Max(-minimum, maximum);
            minimum = -maximum;
        }

        (int first, int last) = Levels(type, symmetric, reduceRange);
        double scale = (maximum - minimum) / (last - first);
        if (scale < SmallestScale)
        {
            return new QuantizationParameters(1f, 0, type);
        }

        double zeroPoint = symmetric ? (first + last) / 2.0 : first - (minimum / scale);
        return new QuantizationParameters((float)scale, (int)Math.Round(zeroPoint, MidpointRounding.ToEven), type);
    }

    /// <summary>The integers that the ends of a range are mapped to.</summary>
    public static (int First, int Last) Levels(QuantizedType type, bool symmetric, bool reduceRange)
    {
        return (type, reduceRange) switch
        {
            (QuantizedType.UInt8, false) => (0, 255),
            (QuantizedType.UInt8, true) => (0, 127),
            (_, true) => (-64, 64),
            _ => symmetric ? (-127, 127) : (-128, 127),
        };
    }
}
