using System.Globalization;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The threshold T on |x| whose quantized distribution is closest to the real one (S. Migacz, "8-bit inference with TensorRT",
/// GTC 2017). The range is [-T, T] within what was observed. Zeros are left out of the distributions: zero is represented exactly
/// at every threshold, and its spike after a ReLU would hide everything else. A tensor of one sign has twice the levels, as UINT8 has, unless the
/// integers are symmetric.
/// </summary>
/// <remarks>
/// The divergence compares shapes and does not see how far away a clipped value was. Few but large outliers that matter are
/// clipped by this method; <see cref="CalibrationMethod.MeanSquaredError"/> weighs their distance.
/// </remarks>
internal static class EntropyEstimator
{
    public static RangeEstimate Estimate(TensorSketch sketch, bool isSymmetric = false)
    {
        long[] magnitudes = sketch.Histogram.Magnitudes();
        int levels = isSymmetric || (sketch.Minimum < 0 && sketch.Maximum > 0) ? EntropySearch.SignedLevels : EntropySearch.UnsignedLevels;
        if (magnitudes.Length <= levels)
        {
            return MinMaxEstimator.Estimate(sketch, "The extremes: there are no more distinct magnitudes than quantization levels.");
        }

        double[] divergences = EntropySearch.Divergences(magnitudes, levels);
        double width = sketch.Histogram.BinWidth;
        int best = 0;
        var thresholds = new double[divergences.Length];
        for (int i = 0; i < divergences.Length; i++)
        {
            thresholds[i] = (levels + i) * width;

            // Of equally good thresholds the largest clips least.
            best = divergences[i] <= divergences[best] ? i : best;
        }

        var curve = new DivergenceCurve(thresholds, divergences, best);
        float threshold = (float)thresholds[best];
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"Kullback-Leibler divergence {divergences[best]:G3} at threshold {threshold:G4}, {divergences[^1]:G3} without clipping.");
        return RangeEstimate.Create(sketch, Math.Max(-threshold, sketch.Minimum), Math.Min(threshold, sketch.Maximum), reason, curve);
    }
}
