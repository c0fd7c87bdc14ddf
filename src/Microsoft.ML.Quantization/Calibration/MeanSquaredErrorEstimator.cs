using System.Globalization;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The range whose quantizer makes the least mean squared error on the observed values: a narrower range rounds finer and
/// clips more. Both ends are moved, each on its own unless the integers are symmetric, over edges of histogram bins and the exact extremes, which
/// always take part: the result is never worse than min-max as far as the histogram tells.
/// </summary>
internal static class MeanSquaredErrorEstimator
{
    private const int CurvePoints = 64;

    public static RangeEstimate Estimate(TensorSketch sketch, CalibrationSettings settings = default)
    {
        if (sketch.ZeroCount == sketch.FiniteCount)
        {
            return MinMaxEstimator.Estimate(sketch, "Every value is zero.");
        }

        var search = new ClippingSearch(sketch, settings);
        search.Run();
        (DivergenceCurve curve, (int Low, int High) best) = Curve(search, sketch.Histogram.BinWidth);
        (float low, float high) = search.Range(best);
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"Mean squared error {search.Error(best):G3} in [{low:G4}, {high:G4}], {search.Error(search.Widest):G3} without clipping{(settings.Clipping == 1 ? "" : $"; clipped values count {settings.Clipping:0.#} times")}.");
        return RangeEstimate.Create(sketch, low, high, reason, curve);
    }

    /// <summary>The error along the line from zero through the best pair of ends to the widest one, each end stopping at its extreme.</summary>
    private static (DivergenceCurve Curve, (int Low, int High) Best) Curve(ClippingSearch search, double width)
    {
        (int Low, int High) found = search.Best;
        (int Low, int High) widest = search.Widest;
        double last = Math.Max(
            found.Low == 0 ? 0.0 : widest.Low / (double)found.Low,
            found.High == 0 ? 0.0 : widest.High / (double)found.High);
        (int Low, int High)[] points =
        [
            .. Enumerable.Range(1, CurvePoints)
                .Select(i => last * i / CurvePoints)
                .Append(1.0)
                .Select(ratio => search.Settled((Low: Stretch(found.Low, ratio, widest.Low), High: Stretch(found.High, ratio, widest.High))))
                .Where(ends => Math.Max(ends.Low, ends.High) > 0)
                .Append(widest)
                .Distinct()
                .OrderBy(ends => Math.Max(ends.Low, ends.High)).ThenBy(ends => ends.Low).ThenBy(ends => ends.High),
        ];
        double[] errors = [.. points.Select(search.Error)];
        int best = Array.LastIndexOf(errors, errors.Min());
        return (new DivergenceCurve([.. points.Select(ends => Math.Max(ends.Low, ends.High) * width)], errors, best), points[best]);
    }

    private static int Stretch(int end, double ratio, int widest) => (int)Math.Min(Math.Round(end * ratio), widest);
}
