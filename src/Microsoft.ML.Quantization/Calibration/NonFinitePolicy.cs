using System.Globalization;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// A few NaN or infinite activations, up to 0.01 % of a tensor's values, are ignored and reported; with more the data or the model
/// is broken, and a range made from the rest would hide that.
/// </summary>
internal static class NonFinitePolicy
{
    /// <summary>The largest share of values that may be NaN or infinite.</summary>
    public const double LargestShare = 1e-4;

    /// <exception cref="InvalidOperationException">Too many values are not finite, or none is.</exception>
    public static void Check(string tensor, SeenValues seen)
    {
        if (seen.Count == 0)
        {
            throw new InvalidOperationException(
                $"Tensor '{tensor}' had no values during calibration. Calibrate with rows that reach it, or exclude the nodes that use it.");
        }

        long bad = seen.NaNs + seen.Infinities;
        if (bad > LargestShare * seen.Count)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Tensor '{tensor}' had {seen.NaNs} NaN and {seen.Infinities} infinite values among {seen.Count} during calibration; at most {LargestShare:P2} are ignored. Check the calibration data for missing values and wrong scaling, or exclude the nodes that use the tensor."));
        }
    }
}
