using System.Globalization;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Keeps p percent of the values. A tensor with values of both signs gives up (100 - p) / 2 percent at each end, any other one
/// all of (100 - p) percent at the end away from zero; where the integers are symmetric, all of it is given up of the magnitudes. Ends are edges of histogram bins, the next ones outwards, so at most the
/// allowed number of values is clipped; an end that clips nothing is the exact extreme. Zeros count among the values. Where almost
/// all values are zero and the others would all be clipped, nothing is.
/// </summary>
internal static class PercentileEstimator
{
    public static RangeEstimate Estimate(TensorSketch sketch, double percentile, bool isSymmetric = false)
    {
        if (!(percentile > 50.0 && percentile <= 100.0))
        {
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile has to be above 50 and at most 100.");
        }

        bool twoSided = !isSymmetric && sketch.Minimum < 0f && sketch.Maximum > 0f;
        double share = (100.0 - percentile) / (twoSided ? 200.0 : 100.0);

        // The decimal percentage is not exact in binary; a whole number of values must not be lost to that.
        long allowed = (long)((share * sketch.FiniteCount) + 1e-6);
        double width = sketch.Histogram.BinWidth;
        float low = sketch.Minimum < 0f ? -Threshold(sketch.Histogram.Negative, width, allowed, -sketch.Minimum) : sketch.Minimum;
        float high = sketch.Maximum > 0f ? Threshold(sketch.Histogram.Positive, width, allowed, sketch.Maximum) : sketch.Maximum;
        if (isSymmetric && sketch.Minimum < 0f && sketch.Maximum > 0f)
        {
            float magnitude = Threshold(sketch.Histogram.Magnitudes(), width, allowed, Math.Max(-sketch.Minimum, sketch.Maximum));
            (low, high) = (Math.Max(-magnitude, sketch.Minimum), Math.Min(magnitude, sketch.Maximum));
        }

        if (low == 0f && high == 0f)
        {
            return MinMaxEstimator.Estimate(sketch, "The extremes: so many values are zero that the percentile would clip all others.");
        }

        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{percentile} % of the values are inside; up to {allowed} were allowed outside{(twoSided ? " at each end" : "")}.");
        return RangeEstimate.Create(sketch, low + 0f, high, reason);
    }

    /// <summary>The smallest bin edge with at most <paramref name="allowed"/> values beyond it.</summary>
    private static float Threshold(ReadOnlySpan<long> bins, double width, long allowed, float extreme)
    {
        long beyond = 0;
        for (int i = bins.Length - 1; i >= 0; i--)
        {
            beyond += bins[i];
            if (beyond > allowed)
            {
                return Math.Min((float)((i + 1) * width), extreme);
            }
        }

        return 0f;
    }
}
