namespace Microsoft.ML.Quantization.Numerics;

/// <summary>
/// An affine quantizer: the real value of integer q is (q - <paramref name="ZeroPoint"/>) * <paramref name="Scale"/>.
/// </summary>
/// <param name="Scale">The real step between two neighbouring integers; positive.</param>
/// <param name="ZeroPoint">The integer that stands for real zero; inside the type's range.</param>
/// <param name="Type">The integer type.</param>
internal readonly record struct QuantizationParameters(float Scale, int ZeroPoint, QuantizedType Type)
{
    /// <summary>The smallest integer of the type. Values saturate here whatever range the scale was computed for.</summary>
    public int QuantizedMinimum => Type == QuantizedType.UInt8 ? byte.MinValue : sbyte.MinValue;

    /// <summary>The largest integer of the type.</summary>
    public int QuantizedMaximum => Type == QuantizedType.UInt8 ? byte.MaxValue : sbyte.MaxValue;

    /// <summary>The smallest real value that can be represented.</summary>
    public float Minimum => (QuantizedMinimum - ZeroPoint) * Scale;

    /// <summary>The largest real value that can be represented.</summary>
    public float Maximum => (QuantizedMaximum - ZeroPoint) * Scale;
}
