using System.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>How many values of a tensor went by.</summary>
/// <param name="Count">All of them, counted in a histogram or not.</param>
/// <param name="NaNs">How many are NaN.</param>
/// <param name="Infinities">How many are infinite, of either sign.</param>
internal readonly record struct SeenValues(long Count, long NaNs, long Infinities) : IAdditionOperators<SeenValues, SeenValues, SeenValues>
{
    public static SeenValues operator +(SeenValues left, SeenValues right) => new(left.Count + right.Count, left.NaNs + right.NaNs, left.Infinities + right.Infinities);

    /// <summary>Looks at values one by one.</summary>
    public static SeenValues Of(ReadOnlySpan<float> values)
    {
        long nans = 0;
        long infinities = 0;
        foreach (float value in values)
        {
            nans += float.IsNaN(value) ? 1 : 0;
            infinities += float.IsInfinity(value) ? 1 : 0;
        }

        return new SeenValues(values.Length, nans, infinities);
    }
}
