using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization;

/// <summary>
/// How the values of an activation tensor are spread: bins of equal width, one edge of which is zero. Zeros are in no bin, because
/// after a Relu they would hide everything else; <see cref="CalibratedTensor.ZeroShare"/> says how many there are.
/// </summary>
public sealed class TensorHistogram
{
    /// <summary>The most bins that are kept: enough to draw it.</summary>
    internal const int MostBins = 128;

    internal TensorHistogram(double low, double binWidth, IReadOnlyList<long> counts)
    {
        Low = low;
        BinWidth = binWidth;
        Counts = counts;
    }

    /// <summary>The lower edge of the first bin, in the unit of the tensor; a multiple of <see cref="BinWidth"/>, 0 or below.</summary>
    public double Low { get; }

    /// <summary>The width of each bin, in the unit of the tensor; above 0.</summary>
    public double BinWidth { get; }

    /// <summary>How many finite values other than zero are in each bin, 128 bins at most, in ascending order of the values.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>The upper edge of the last bin.</summary>
    internal double High => Low + (BinWidth * Counts.Count);

    /// <summary>The histogram of a sketch with its bins merged; <see langword="null"/> where there are only zeros.</summary>
    internal static TensorHistogram? Create(TensorSketch sketch)
    {
        MagnitudeHistogram histogram = sketch.Histogram;
        int negative = histogram.Negative.LastIndexOfAnyExcept(0L) + 1;
        int positive = histogram.Positive.LastIndexOfAnyExcept(0L) + 1;
        if (negative + positive == 0)
        {
            return null;
        }

        int merged = (negative + positive + MostBins - 1) / MostBins;
        while (Merged(negative, merged) + Merged(positive, merged) > MostBins)
        {
            merged++;
        }

        int below = Merged(negative, merged);
        var counts = new long[below + Merged(positive, merged)];
        for (int i = 0; i < negative; i++)
        {
            counts[below - 1 - (i / merged)] += histogram.Negative[i];
        }

        for (int i = 0; i < positive; i++)
        {
            counts[below + (i / merged)] += histogram.Positive[i];
        }

        double width = merged * histogram.BinWidth;
        return new TensorHistogram((-below * width) + 0.0, width, counts);
    }

    private static int Merged(int bins, int merged) => (bins + merged - 1) / merged;
}
