namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The smallest and the largest of some values, all of which are finite.</summary>
internal readonly record struct ValueExtremes(float Minimum, float Maximum)
{
    /// <summary>Those of no values.</summary>
    public static ValueExtremes Empty { get; } = new(float.PositiveInfinity, float.NegativeInfinity);

    /// <summary>Those of both; <see langword="null"/> where one is not known.</summary>
    public static ValueExtremes? Union(ValueExtremes? one, ValueExtremes? other) =>
        one is { } first && other is { } second ? new(Math.Min(first.Minimum, second.Minimum), Math.Max(first.Maximum, second.Maximum)) : null;
}
