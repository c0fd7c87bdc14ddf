namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Values that are counted in 16 bits and not in their histogram yet: bringing the counters in takes as long as counting thousands of values, so tensors
/// of few values wait until there are many.
/// </summary>
internal sealed class PendingCounts(MagnitudeHistogram histogram)
{
    /// <summary>So many values that no counter overflows.</summary>
    public const int Most = 65_520;

    private ushort[]? _counters;
    private int _values;
    private long _zeros;
    private bool _negatives;
    private bool _positives;

    /// <param name="values">At most <see cref="Most"/> finite values.</param>
    /// <param name="minimum">The smallest of them.</param>
    /// <param name="maximum">The largest of them.</param>
    public void Add(ReadOnlySpan<float> values, float minimum, float maximum)
    {
        float magnitude = Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        if (_values + values.Length > Most || !histogram.Covers(magnitude))
        {
            Drain();
            histogram.Cover(magnitude);
        }

        _counters ??= new ushort[VectorSketchKernel.CounterCount];
        _zeros += VectorSketchKernel.Count(values, histogram, _counters);
        _values += values.Length;
        _negatives |= minimum < 0f;
        _positives |= maximum > 0f;
    }

    /// <summary>Brings all that is pending into the histogram.</summary>
    /// <returns>How many zeros were added since the last call, which have no bin.</returns>
    public long Flush()
    {
        Drain();
        long zeros = _zeros;
        _zeros = 0;
        return zeros;
    }

    /// <summary>Gives the memory of the counters back, none of which may be pending.</summary>
    public void Release() => _counters = null;

    private void Drain()
    {
        if (_values > 0)
        {
            _zeros += VectorSketchKernel.Drain(_counters, histogram, _negatives, _positives);
            (_values, _negatives, _positives) = (0, false, false);
        }
    }
}
