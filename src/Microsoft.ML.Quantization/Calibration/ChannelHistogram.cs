using System.Numerics;
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

    /// <summary>The values other than zero.</summary>
    public MagnitudeHistogram Bins { get; private init; } = new(Bits);

    /// <summary>The smallest and the largest value, infinite where there is none.</summary>
    public (float Least, float Most) Extremes => (_minimum, _maximum);

    /// <summary>One that was saved.</summary>
    public static ChannelHistogram Restore(long count, long zeros, (float Least, float Most) extremes, MagnitudeHistogram bins) =>
        new() { Count = count, Zeros = zeros, _minimum = extremes.Least, _maximum = extremes.Most, Bins = bins };

    /// <summary>Adds a run of values one by one; the definition that the vector code has to agree with bit for bit.</summary>
    public void AddScalar(ReadOnlySpan<float> values)
    {
        int stride = Stride(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            if (float.IsFinite(value))
            {
                Include(value, value);
                Bins.Cover(MathF.Abs(value));
                if (i / Block % stride == 0)
                {
                    CountOne(value);
                }
            }
        }
    }

    /// <summary>Adds a run of values, as the plane of an image.</summary>
    /// <returns>The extremes of the run; <see langword="null"/> where some are not finite, or were not looked for.</returns>
    public ValueExtremes? Add(ReadOnlySpan<float> values)
    {
        if (!Vector.IsHardwareAccelerated || VectorExtremes.Find(values) is not { } extremes)
        {
            AddScalar(values);
            return null;
        }

        var (minimum, maximum) = extremes;
        Include(minimum, maximum);
        Bins.Cover(Math.Max(Math.Abs(minimum), Math.Abs(maximum)));
        if (values.Length < VectorChannelKernel.ShortestInput)
        {
            CountFew(values, minimum < 0 ? Bins.Side(negative: true) : [], maximum > 0 ? Bins.Side(negative: false) : []);
        }
        else
        {
            var (zeros, count) = VectorChannelKernel.Count(values, Block, Block * Stride(values.Length), Bins, minimum < 0, maximum > 0);
            Zeros += zeros;
            Count += count;
        }

        return extremes;
    }

    /// <summary>Adds all that <paramref name="other"/> has seen.</summary>
    public void Merge(ChannelHistogram other)
    {
        Count += other.Count;
        Zeros += other.Zeros;
        Include(other._minimum, other._maximum);
        Bins.Merge(other.Bins);
    }

    private static int Stride(int length) => (length + MostCounted - 1) / MostCounted;

    private void CountOne(float value)
    {
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

    /// <summary>Counts values that have a bin as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountFew(ReadOnlySpan<float> values, Span<long> negative, Span<long> positive)
    {
        float inverseWidth = Bins.InverseBinWidth;
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
