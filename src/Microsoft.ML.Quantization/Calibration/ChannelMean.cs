using System.Numerics.Tensors;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// The mean of each channel of a tensor over all rows. Row sums are added as fixed-point integers, so that the result does
/// not depend on the order of the rows or on how they were split.
/// </summary>
internal sealed class ChannelMean
{
    private const double Unit = 1L << 40;

    private Int128[] _sums = [];

    /// <param name="channelsLast">Whether channels are the last dimension, as for Gemm and MatMul, or the second, as for Conv.</param>
    public ChannelMean(bool channelsLast) => HasChannelsLast = channelsLast;

    public bool HasChannelsLast { get; }

    /// <summary>How many values of each channel were added.</summary>
    public long Count { get; private set; }

    /// <summary>The sum of each channel, in units of 2^-40.</summary>
    public ReadOnlySpan<Int128> Sums => _sums;

    /// <summary>One that was saved.</summary>
    public static ChannelMean Restore(bool channelsLast, long count, Int128[] sums) => new(channelsLast) { Count = count, _sums = sums };

    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        int channels = (int)(HasChannelsLast ? shape[^1] : shape[1]);
        Grow(channels);
        if (HasChannelsLast)
        {
            AddLast(values, channels);
        }
        else
        {
            AddSecond(values, (int)shape[0], channels);
        }

        Count += channels == 0 ? 0 : values.Length / channels;
    }

    /// <summary>Begins to add the planes of a tensor one by one, see <see cref="AddSum"/>.</summary>
    /// <param name="channels">Its channels.</param>
    /// <param name="values">How many values each has.</param>
    public void Begin(int channels, long values)
    {
        Grow(channels);
        Count += values;
    }

    /// <summary>Adds a plane.</summary>
    /// <param name="channel">Its channel.</param>
    /// <param name="sum">The sum of its values.</param>
    public void AddSum(int channel, float sum) => _sums[channel] += Fixed(sum);

    public void Merge(ChannelMean other)
    {
        Grow(other._sums.Length);
        for (int i = 0; i < other._sums.Length; i++)
        {
            _sums[i] += other._sums[i];
        }

        Count += other.Count;
    }

    public double[] ToArray() => Array.ConvertAll(_sums, sum => Count == 0 ? 0 : (double)sum / Unit / Count);

    private void Grow(int channels)
    {
        if (_sums.Length < channels)
        {
            Array.Resize(ref _sums, channels);
        }
    }

    private void AddLast(ReadOnlySpan<float> values, int channels)
    {
        Span<float> row = new float[channels];
        for (int start = 0; start < values.Length; start += channels)
        {
            TensorPrimitives.Add(row, values.Slice(start, channels), row);
        }

        for (int c = 0; c < channels; c++)
        {
            _sums[c] += Fixed(row[c]);
        }
    }

    private void AddSecond(ReadOnlySpan<float> values, int images, int channels)
    {
        int size = images * channels == 0 ? 0 : values.Length / (images * channels);
        for (int i = 0; i < images * channels; i++)
        {
            _sums[i % channels] += Fixed(TensorPrimitives.Sum(values.Slice(i * size, size)));
        }
    }

    /// <summary>The few sums over NaN or infinite values that calibration lets pass count as zero: they must not shift a bias.</summary>
    private static Int128 Fixed(float sum)
    {
        double units = sum * Unit;

        // Nearly always: the conversion to 128 bits takes many times as long.
        return Math.Abs(units) < long.MaxValue ? (long)units : float.IsFinite(sum) ? (Int128)units : 0;
    }
}
