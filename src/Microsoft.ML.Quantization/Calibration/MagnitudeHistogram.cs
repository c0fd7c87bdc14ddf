namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// A histogram of finite, non-zero values by sign and magnitude: x is counted in bin floor(|x| / 2^k) of its side. k depends on the
/// largest magnitude alone, so the same values give the same histogram in any order and any split.
/// </summary>
internal sealed class MagnitudeHistogram
{
    /// <summary>The number of bins of each side for a whole tensor. The largest magnitude falls into the upper half of them.</summary>
    public const int BinCount = 1 << TensorBits;

    /// <summary>As <see cref="BinCount"/>, as a power of two.</summary>
    public const int TensorBits = 12;

    /// <summary>The smallest k; magnitudes below 2^-108 use fewer bins.</summary>
    public const int SmallestExponent = -120;

    private readonly int _bits;
    private long[]? _positive;
    private long[]? _negative;
    private float _limit;

    /// <param name="bits">The number of bins of each side is 2 to the power of this.</param>
    public MagnitudeHistogram(int bits = TensorBits)
    {
        _bits = bits;
        _limit = LimitOf(SmallestExponent);
    }

    /// <summary>One that was saved.</summary>
    /// <param name="bits">As the constructor has it.</param>
    /// <param name="exponent">k.</param>
    /// <param name="positive">All bins of the values above zero; <see langword="null"/> where there are none.</param>
    /// <param name="negative">All bins of the values below zero; <see langword="null"/> where there are none.</param>
    public static MagnitudeHistogram Restore(int bits, int exponent, long[]? positive, long[]? negative)
    {
        var histogram = new MagnitudeHistogram(bits) { _positive = positive, _negative = negative };
        histogram.Measure(exponent);
        return histogram;
    }

    /// <summary>k: a bin is 2^k wide.</summary>
    public int Exponent { get; private set; } = SmallestExponent;

    /// <summary>2^k.</summary>
    public double BinWidth => Math.ScaleB(1.0, Exponent);

    /// <summary>2^-k, the factor from a magnitude to its bin.</summary>
    public float InverseBinWidth { get; private set; } = MathF.ScaleB(1f, -SmallestExponent);

    /// <summary>Counts of values above zero; empty where there are none, else all bins.</summary>
    public ReadOnlySpan<long> Positive => _positive;

    /// <summary>Counts of values below zero, by magnitude; empty where there are none, else all bins.</summary>
    public ReadOnlySpan<long> Negative => _negative;

    /// <summary>Both sides in one, up to the last bin in use.</summary>
    public long[] Magnitudes()
    {
        var sum = new long[1 << _bits];
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = (Positive.IsEmpty ? 0 : Positive[i]) + (Negative.IsEmpty ? 0 : Negative[i]);
        }

        return sum[..(Array.FindLastIndex(sum, count => count > 0) + 1)];
    }

    /// <summary>The bins of both sides that hold a value.</summary>
    public int Occupied => OccupiedOf(_positive) + OccupiedOf(_negative);

    /// <summary>The counts of one side, for writing; there from the first call on.</summary>
    public Span<long> Side(bool negative) => negative ? _negative ??= new long[1 << _bits] : _positive ??= new long[1 << _bits];

    /// <summary>Counts one value; the definition of the bin it belongs to.</summary>
    /// <param name="value">A finite value other than zero.</param>
    public void Add(float value)
    {
        float magnitude = MathF.Abs(value);
        Cover(magnitude);

        // A power of two scales exactly. Where the product is too small to be exact it is far below one, in bin 0.
        Side(value < 0f)[(int)(magnitude * InverseBinWidth)]++;
    }

    /// <summary>Whether <paramref name="magnitude"/> has a bin as they are.</summary>
    public bool Covers(float magnitude) => magnitude < _limit;

    /// <summary>Widens the bins, merging them in pairs, until <paramref name="magnitude"/> has one.</summary>
    public void Cover(float magnitude)
    {
        if (!Covers(magnitude))
        {
            Widen(MathF.ILogB(magnitude) - (_bits - 1));
        }
    }

    /// <summary>Adds all that <paramref name="other"/> has counted.</summary>
    public void Merge(MagnitudeHistogram other)
    {
        Widen(other.Exponent);
        Add(other._positive, Exponent - other.Exponent, negative: false);
        Add(other._negative, Exponent - other.Exponent, negative: true);
    }

    private void Add(long[]? counts, int shift, bool negative)
    {
        if (counts != null)
        {
            Span<long> side = Side(negative);
            for (int i = 0; i < counts.Length; i++)
            {
                side[Shift(i, shift)] += counts[i];
            }
        }
    }

    private void Widen(int exponent)
    {
        if (exponent > Exponent)
        {
            Widen(_positive, exponent - Exponent);
            Widen(_negative, exponent - Exponent);
            Measure(exponent);
        }
    }

    private void Measure(int exponent)
    {
        Exponent = exponent;
        InverseBinWidth = MathF.ScaleB(1f, -exponent);
        _limit = LimitOf(exponent);
    }

    private void Widen(long[]? side, int shift)
    {
        for (int i = 1; i < side?.Length; i++)
        {
            long count = side[i];
            side[i] = 0;
            side[Shift(i, shift)] += count;
        }
    }

    private static int OccupiedOf(ReadOnlySpan<long> side) => side.Length - side.Count(0L);

    /// <summary>The first magnitude that has no bin; infinite where every float has one.</summary>
    private float LimitOf(int exponent) => MathF.ScaleB(1 << _bits, exponent);

    private int Shift(int bin, int shift) => shift >= _bits ? 0 : bin >> shift;
}
