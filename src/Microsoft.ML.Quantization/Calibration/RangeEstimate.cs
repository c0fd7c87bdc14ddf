namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The range that a calibration method chose for a tensor. It lies within what was observed.</summary>
/// <param name="Low">The smallest value that is kept.</param>
/// <param name="High">The largest value that is kept.</param>
/// <param name="ClippedShare">The share of the finite values outside the range, 0 to 1, as far as the histogram's bins tell.</param>
/// <param name="Reason">Why this range, as a sentence for people.</param>
/// <param name="Curve">What the method minimized, where it minimized something.</param>
internal sealed record RangeEstimate(float Low, float High, double ClippedShare, string Reason, DivergenceCurve? Curve = null)
{
    /// <summary>An estimate whose ends are extremes of <paramref name="sketch"/> or edges of its bins.</summary>
    public static RangeEstimate Create(TensorSketch sketch, float low, float high, string reason, DivergenceCurve? curve = null)
    {
        MagnitudeHistogram histogram = sketch.Histogram;
        long above = high < sketch.Maximum ? Beyond(histogram.Positive, high / histogram.BinWidth) : 0;
        long below = low > sketch.Minimum ? Beyond(histogram.Negative, -low / histogram.BinWidth) : 0;
        return new RangeEstimate(low, high, (above + below) / (double)sketch.FiniteCount, reason, curve);
    }

    private static long Beyond(ReadOnlySpan<long> bins, double edge)
    {
        long count = 0;
        for (int i = (int)edge; i < bins.Length; i++)
        {
            count += bins[i];
        }

        return count;
    }
}
