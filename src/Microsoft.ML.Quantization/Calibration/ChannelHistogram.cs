namespace Microsoft.ML.Quantization.Calibration;

/// <summary>What is remembered of the finite values of one channel: counts, exact extremes and a coarse histogram. It does not depend on order or split, bit for bit.</summary>
internal sealed class ChannelHistogram
{
    /// <summary>128 bins a side, of which the largest magnitude uses 65 or more.</summary>
    private const int Bits = 7;

    private float _minimum = float.PositiveInfinity;
    private float _maximum = float.NegativeInfinity;

    /// <summary>How many finite values were added.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them are zero. Zeros are in no bin.</summary>
    public long Zeros { get; private set; }

    /// <summary>The smallest value, 0 where there is none. Never -0.</summary>
    public float Minimum => Count == 0 ? 0 : _minimum;

    /// <summary>The largest value, 0 where there is none. Never -0.</summary>
    public float Maximum => Count == 0 ? 0 : _maximum;

    /// <summary>The values other than zero.</summary>
    public MagnitudeHistogram Bins { get; } = new(Bits);

    /// <summary>Adds values one by one; the definition.</summary>
    public void AddScalar(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                Include(value, value);
                Count++;
                if (value == 0)
                {
                    Zeros++;
                }
                else
                {
                    Bins.Add(value);
                }
            }
        }
    }

    /// <summary>Adds values.</summary>
    public void Add(ReadOnlySpan<float> values) => AddScalar(values);

    /// <summary>Adds all that <paramref name="other"/> has seen.</summary>
    public void Merge(ChannelHistogram other)
    {
        Count += other.Count;
        Zeros += other.Zeros;
        Include(other._minimum, other._maximum);
        Bins.Merge(other.Bins);
    }

    private void Include(float minimum, float maximum)
    {
        // Adding 0 turns -0 into 0, so that which zero came first does not matter.
        _minimum = Math.Min(_minimum, minimum + 0f);
        _maximum = Math.Max(_maximum, maximum + 0f);
    }
}
