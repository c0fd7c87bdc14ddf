using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// What is remembered of the finite values of one channel: exact extremes, and counts in a coarse histogram, of long runs of values those of some places
/// only. It does not depend on order or split, bit for bit.
/// </summary>
internal sealed class ChannelHistogram
{
    /// <summary>128 bins a side, of which the largest magnitude uses 65 or more.</summary>
    public const int Bits = 7;

    /// <summary>Of longer runs so many values are counted, or somewhat fewer, spread over the run: what is next to each other is alike.</summary>
    private const int MostCounted = 512;

    /// <summary>Values next to each other that are counted together.</summary>
    private const int Block = 16;

    private MagnitudeHistogram? _bins = new(Bits);
    private PackedHistogram? _packed;
    private float _minimum = float.PositiveInfinity;
    private float _maximum = float.NegativeInfinity;

    /// <summary>How many finite values were counted.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them are zero. Zeros are in no bin.</summary>
    public long Zeros { get; private set; }

    /// <summary>The smallest value, 0 where there is none. Never -0.</summary>
    public float Minimum => float.IsFinite(_minimum) ? _minimum : 0;

    /// <summary>The largest value, 0 where there is none. Never -0.</summary>
    public float Maximum => float.IsFinite(_maximum) ? _maximum : 0;

    /// <summary>The values other than zero. Where they are packed, each call unpacks them.</summary>
    public MagnitudeHistogram Bins
    {
        get => _bins ?? _packed!.Unpack();
        private init => _bins = value;
    }

    /// <summary>The smallest and the largest value, infinite where there is none.</summary>
    public (float Least, float Most) Extremes => (_minimum, _maximum);

    /// <summary>One that was saved.</summary>
    public static ChannelHistogram Restore(long count, long zeros, (float Least, float Most) extremes, MagnitudeHistogram bins) =>
        new() { Count = count, Zeros = zeros, _minimum = extremes.Least, _maximum = extremes.Most, Bins = bins };

    /// <summary>Adds a run of values one by one; the definition that the vector code has to agree with bit for bit.</summary>
    public void AddScalar(ReadOnlySpan<float> values)
    {
        var bins = Open();
        int stride = Stride(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            if (float.IsFinite(value))
            {
                Include(value, value);
                bins.Cover(MathF.Abs(value));
                if (i / Block % stride == 0)
                {
                    CountOne(value, bins);
                }
            }
        }
    }

    /// <summary>Adds a run of values, as the plane of an image.</summary>
    public void Add(ReadOnlySpan<float> values) => Add(values, TensorPrimitives.Sum(values));

    /// <summary>Adds a run of values whose sum is known.</summary>
    /// <param name="values">The values.</param>
    /// <param name="sum">Their sum, which is finite only where all of them are.</param>
    /// <returns>The extremes of the run; <see langword="null"/> where some may not be finite, or were not looked for.</returns>
    public ValueExtremes? Add(ReadOnlySpan<float> values, float sum)
    {
        if (!Vector.IsHardwareAccelerated || values.IsEmpty || !float.IsFinite(sum))
        {
            AddScalar(values);
            return null;
        }

        var bins = Open();
        var (minimum, maximum) = VectorExtremes.OfFinite(values);
        Include(minimum, maximum);
        bins.Cover(Math.Max(Math.Abs(minimum), Math.Abs(maximum)));
        if (values.Length < VectorChannelKernel.ShortestInput)
        {
            CountFew(values, bins.InverseBinWidth, minimum < 0 ? bins.Side(negative: true) : [], maximum > 0 ? bins.Side(negative: false) : []);
        }
        else
        {
            var (zeros, count) = VectorChannelKernel.Count(values, Block, Block * Stride(values.Length), bins, minimum < 0, maximum > 0);
            Zeros += zeros;
            Count += count;
        }

        return new(minimum, maximum);
    }

    /// <summary>Adds all that <paramref name="other"/> has seen.</summary>
    public void Merge(ChannelHistogram other)
    {
        Count += other.Count;
        Zeros += other.Zeros;
        Include(other._minimum, other._maximum);
        Open().Merge(other.Bins);
    }

    /// <summary>Ends adding for now: takes less memory until more is added.</summary>
    public void Settle()
    {
        if (_bins != null)
        {
            (_packed, _bins) = (new PackedHistogram(_bins, Bits), null);
        }
    }

    private MagnitudeHistogram Open()
    {
        _bins ??= _packed!.Unpack();
        _packed = null;
        return _bins;
    }

    private static int Stride(int length) => (length + MostCounted - 1) / MostCounted;

    private void CountOne(float value, MagnitudeHistogram bins)
    {
        Count++;
        if (value == 0)
        {
            Zeros++;
        }
        else
        {
            bins.Add(value);
        }
    }

    /// <summary>Counts values that have a bin as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountFew(ReadOnlySpan<float> values, float inverseWidth, Span<long> negative, Span<long> positive)
    {
        int zeros = 0;
        foreach (float value in values)
        {
            if (value > 0)
            {
                positive[(int)(value * inverseWidth)]++;
            }
            else if (value < 0)
            {
                negative[(int)(-value * inverseWidth)]++;
            }
            else
            {
                zeros++;
            }
        }

        Zeros += zeros;
        Count += values.Length;
    }

    private void Include(float minimum, float maximum)
    {
        // Adding 0 turns -0 into 0, so that which zero came first does not matter.
        _minimum = Math.Min(_minimum, minimum + 0f);
        _maximum = Math.Max(_maximum, maximum + 0f);
    }
}
