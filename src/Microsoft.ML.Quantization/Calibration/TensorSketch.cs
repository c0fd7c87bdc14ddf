using System.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// What is remembered of all values of a tensor: counts, exact extremes and a histogram, in at most 64 KB, and 33 KB more while values are added. Every number is
/// independent of order and split, bit for bit, and merging sketches gives the sketch of all their values. There is no running
/// sum, which would depend on the order: means and errors are computed from the histogram.
/// </summary>
internal sealed class TensorSketch
{
    /// <summary>Values that are looked at in one go; few enough for the second-level cache.</summary>
    private const int ChunkLength = PendingCounts.Most;

    /// <summary>From this many values on, clearing and adding up the counters of the vector code pays.</summary>
    private const int ShortestVectorInput = 512;

    private readonly MagnitudeHistogram _histogram;
    private readonly PendingCounts _pending;
    private long _zeros;
    private float _minimum = float.PositiveInfinity;
    private float _maximum = float.NegativeInfinity;

    public TensorSketch()
        : this(new MagnitudeHistogram())
    {
    }

    private TensorSketch(MagnitudeHistogram histogram) => (_histogram, _pending) = (histogram, new PendingCounts(histogram));

    /// <summary>How many values were added, of any kind.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them are NaN.</summary>
    public long NaNCount { get; private set; }

    /// <summary>How many of them are infinite, of either sign.</summary>
    public long InfinityCount { get; private set; }

    /// <summary>How many of them are zero, of either sign. Zeros are in no bin of the histogram.</summary>
    public long ZeroCount
    {
        get
        {
            Flush();
            return _zeros;
        }
    }

    /// <summary>What was added.</summary>
    public SeenValues Seen => new(Count, NaNCount, InfinityCount);

    /// <summary>How many of them are finite.</summary>
    public long FiniteCount => Count - NaNCount - InfinityCount;

    /// <summary>The smallest finite value, 0 where there is none. Never -0.</summary>
    public float Minimum => FiniteCount == 0 ? 0f : _minimum;

    /// <summary>The largest finite value, 0 where there is none. Never -0.</summary>
    public float Maximum => FiniteCount == 0 ? 0f : _maximum;

    /// <summary>The finite values other than zero.</summary>
    public MagnitudeHistogram Histogram
    {
        get
        {
            Flush();
            return _histogram;
        }
    }

    /// <summary>A sketch of values that were counted elsewhere, at least one of them finite.</summary>
    public static TensorSketch Create(MagnitudeHistogram histogram, long zeros, float minimum, float maximum, long nans, long infinities)
    {
        long finite = zeros;
        foreach (long count in histogram.Positive)
        {
            finite += count;
        }

        foreach (long count in histogram.Negative)
        {
            finite += count;
        }

        return new TensorSketch(histogram) { Count = finite + nans + infinities, NaNCount = nans, InfinityCount = infinities, _zeros = zeros, _minimum = minimum + 0f, _maximum = maximum + 0f };
    }

    /// <summary>Adds values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="known">Their extremes, where somebody has looked at all of them already.</param>
    public void Add(ReadOnlySpan<float> values, ValueExtremes? known = null)
    {
        if (!Vector.IsHardwareAccelerated || values.Length < ShortestVectorInput)
        {
            AddScalar(values);
            return;
        }

        for (int start = 0; start < values.Length; start += ChunkLength)
        {
            ReadOnlySpan<float> chunk = values.Slice(start, Math.Min(ChunkLength, values.Length - start));
            if ((known ?? VectorExtremes.Find(chunk)) is not { } extremes)
            {
                AddScalar(chunk);
                continue;
            }

            Include(extremes.Minimum, extremes.Maximum);
            _pending.Add(chunk, extremes.Minimum, extremes.Maximum);
            Count += chunk.Length;
        }
    }

    /// <summary>Adds values one by one; the definition that the vector code has to agree with bit for bit.</summary>
    public void AddScalar(ReadOnlySpan<float> values)
    {
        Flush();
        foreach (float value in values)
        {
            if (float.IsNaN(value))
            {
                NaNCount++;
            }
            else if (float.IsInfinity(value))
            {
                InfinityCount++;
            }
            else
            {
                Include(value, value);
                if (value == 0f)
                {
                    _zeros++;
                }
                else
                {
                    _histogram.Add(value);
                }
            }
        }

        Count += values.Length;
    }

    /// <summary>Adds all that <paramref name="other"/> has seen.</summary>
    public void Merge(TensorSketch other)
    {
        Count += other.Count;
        NaNCount += other.NaNCount;
        InfinityCount += other.InfinityCount;
        Flush();
        _zeros += other.ZeroCount;
        Include(other._minimum, other._maximum);
        _histogram.Merge(other.Histogram);
    }

    /// <summary>Ends adding for now: what is read from then on is ready, for any number of threads at once.</summary>
    public void Settle()
    {
        Flush();
        _pending.Release();
    }

    private void Flush() => _zeros += _pending.Flush();

    private void Include(float minimum, float maximum)
    {
        // Adding 0 turns -0 into 0, so that which zero came first does not matter.
        _minimum = Math.Min(_minimum, minimum + 0f);
        _maximum = Math.Max(_maximum, maximum + 0f);
    }
}
