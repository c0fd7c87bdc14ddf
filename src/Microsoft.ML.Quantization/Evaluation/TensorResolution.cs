using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>
/// How fine the INT8 steps of an activation tensor are for its smaller values. Its signal-to-noise ratio does not tell: a few wide channels make all of the
/// signal, and the others, which later layers may rely on, round to nothing.
/// </summary>
/// <param name="Typical">What the values differ by: a quarter of those other than zero is smaller, or a sixth of the distance between the extremes, if that is less.</param>
/// <param name="Step">The distance between two INT8 values.</param>
/// <param name="IsOffset">Whether all values lie far from zero, which the range has to include.</param>
internal readonly record struct TensorResolution(double Typical, double Step, bool IsOffset)
{
    private const double Smaller = 0.25;

    /// <summary>Below this, steps are called coarse: a normal distribution has about 37 dB.</summary>
    private const double CoarseDecibels = 24;

    /// <summary>The noise of rounding against the typical value, in decibels.</summary>
    public double Decibels => 10 * Math.Log10(12 * Typical * Typical / (Step * Step));

    public bool IsCoarse => Decibels < CoarseDecibels;

    /// <param name="tensor">The tensor.</param>
    /// <param name="numbers">Those of the target.</param>
    /// <returns><see langword="null"/> where nothing is known of the values, or all are the same.</returns>
    public static TensorResolution? Measure(CalibratedTensor tensor, TargetNumbers numbers)
    {
        double spread = ((double)tensor.Maximum - tensor.Minimum) / 6;
        if (tensor.Histogram is not { } histogram || spread <= 0)
        {
            return null;
        }

        double quarter = LowerQuarter(histogram);
        return new TensorResolution(Math.Min(quarter, spread), numbers.Activation(tensor.Low, tensor.High).Scale, spread < quarter && (tensor.Minimum > 0 || tensor.Maximum < 0));
    }

    /// <summary>The magnitude that a quarter of the values are below, within a bin as if they were spread evenly.</summary>
    private static double LowerQuarter(TensorHistogram histogram)
    {
        int zero = (int)Math.Round(-histogram.Low / histogram.BinWidth);
        double wanted = Smaller * histogram.Counts.Sum();
        for (int bin = 0; bin < TensorHistogram.MostBins; bin++)
        {
            double here = Count(histogram, zero + bin) + Count(histogram, zero - 1 - bin);
            if (here > 0 && here >= wanted)
            {
                return (bin + (wanted / here)) * histogram.BinWidth;
            }

            wanted -= here;
        }

        return histogram.BinWidth * TensorHistogram.MostBins;
    }

    private static long Count(TensorHistogram histogram, int bin) => bin >= 0 && bin < histogram.Counts.Count ? histogram.Counts[bin] : 0;
}
