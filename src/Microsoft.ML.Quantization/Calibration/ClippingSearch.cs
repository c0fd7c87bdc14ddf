namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Finds the two ends with the least expected squared error: first every pair of a coarse grid, then ever smaller steps from the
/// best pair. An end is the number of bins that it keeps on its side; all of them means the exact extreme. Where the integers are symmetric, both ends
/// keep as many, as far as their sides have them.
/// </summary>
internal sealed class ClippingSearch
{
    private const int PairSteps = 12;
    private const int SingleSteps = 192;

    /// <summary>Beyond any rounding of sums.</summary>
    private const double ClearlyWorse = 1.01;

    private readonly TensorSketch _sketch;
    private readonly CalibrationSettings _settings;
    private readonly ExpectedSquaredError _model;
    private readonly int _steps;
    private double _bestError = double.PositiveInfinity;

    public ClippingSearch(TensorSketch sketch, CalibrationSettings settings)
    {
        (_sketch, _settings) = (sketch, settings);
        _model = new ExpectedSquaredError(sketch);
        Widest = (Used(sketch.Histogram.Negative), Used(sketch.Histogram.Positive));
        _steps = settings.IsSymmetric || Widest.Low == 0 || Widest.High == 0 ? SingleSteps : PairSteps;
    }

    /// <summary>The ends that keep everything.</summary>
    public (int Low, int High) Widest { get; }

    /// <summary>The best ends so far.</summary>
    public (int Low, int High) Best { get; private set; }

    /// <summary>The range of two ends.</summary>
    public (float Low, float High) Range((int Low, int High) ends)
    {
        double width = _sketch.Histogram.BinWidth;
        float low = ends.Low == Widest.Low ? _sketch.Minimum : (float)(-ends.Low * width) + 0f;
        float high = ends.High == Widest.High ? _sketch.Maximum : (float)(ends.High * width);
        return (low, high);
    }

    /// <summary>The expected squared error of quantizing to two ends.</summary>
    public double Error((int Low, int High) ends)
    {
        (float low, float high) = Range(ends);
        return _model.Compute(_settings.Parameters(low, high), _settings.Clipping);
    }

    /// <summary>Ends as they can be: a symmetric range reaches as far on both sides.</summary>
    public (int Low, int High) Settled((int Low, int High) ends)
    {
        int farther = Math.Max(ends.Low, ends.High);
        return _settings.IsSymmetric ? (Math.Min(farther, Widest.Low), Math.Min(farther, Widest.High)) : ends;
    }

    public void Run()
    {
        foreach (int low in Coarse(_settings.IsSymmetric ? 0 : Widest.Low))
        {
            foreach (int high in Coarse(_settings.IsSymmetric ? Math.Max(Widest.Low, Widest.High) : Widest.High))
            {
                Try((low, high));
            }
        }

        for (int divisor = _steps * 2; divisor <= MagnitudeHistogram.BinCount; divisor *= 2)
        {
            Refine(Math.Max(1, Widest.Low / divisor), Math.Max(1, Widest.High / divisor));
        }
    }

    /// <summary>Walks downhill with steps of one size; each step lowers the error, so the walk ends.</summary>
    private void Refine(int lowStep, int highStep)
    {
        (int Low, int High) from;
        do
        {
            from = Best;
            for (int i = 0; i < 9; i++)
            {
                Try((Math.Clamp(from.Low + (((i / 3) - 1) * lowStep), 0, Widest.Low), Math.Clamp(from.High + (((i % 3) - 1) * highStep), 0, Widest.High)));
            }
        }
        while (Best != from);
    }

    private void Try((int Low, int High) ends)
    {
        ends = Settled(ends);
        if (ends != (0, 0) && ends != Best && !IsHopeless(ends) && Error(ends) is double error && error < _bestError)
        {
            (Best, _bestError) = (ends, error);
        }
    }

    /// <summary>Whether what is clipped alone is clearly worse than the best: that is quickly told.</summary>
    private bool IsHopeless((int Low, int High) ends)
    {
        (float low, float high) = Range(ends);
        return _model.Clipped(_settings.Parameters(low, high)) > ClearlyWorse * _bestError;
    }

    /// <summary>Evenly spread ends from the widest down to none, and halvings for tensors with far outliers.</summary>
    private IEnumerable<int> Coarse(int widest)
    {
        return Enumerable.Range(0, _steps + 1).Select(i => widest * i / _steps)
            .Concat(Enumerable.Range(5, 7).Select(power => widest >> power))
            .Distinct().OrderDescending();
    }

    private static int Used(ReadOnlySpan<long> bins) => bins.LastIndexOfAnyExcept(0L) + 1;
}
