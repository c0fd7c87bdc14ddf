using System.Numerics.Tensors;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>What is remembered of each channel of a tensor over all rows. Several threads may add at a time, so that there need be one of it only.</summary>
/// <param name="channelsLast">Whether channels are the last dimension, as for Gemm and MatMul, or the second, as for Conv.</param>
internal sealed class ChannelStatistics(bool channelsLast)
{
    private readonly object _lock = new();
    private ChannelHistogram[] _channels = [];
    private float[] _column = [];

    public bool HasChannelsLast => channelsLast;

    public IReadOnlyList<ChannelHistogram> Channels => _channels;

    /// <summary>All values that were added, those of no histogram too; not known of statistics that were saved.</summary>
    public SeenValues Seen { get; private set; }

    /// <summary>Statistics that were saved.</summary>
    public static ChannelStatistics Restore(bool channelsLast, ChannelHistogram[] channels) => new(channelsLast) { _channels = channels };

    /// <summary>Adds the values of a tensor.</summary>
    /// <param name="values">The values.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="mean">The means of the same channels, which are added to on the way, while values are at hand.</param>
    /// <returns>The extremes of all of them, which were looked at anyway; <see langword="null"/> where they are not known.</returns>
    public ValueExtremes? Add(ReadOnlySpan<float> values, ReadOnlySpan<long> shape, ChannelMean? mean = null)
    {
        lock (_lock)
        {
            int channels = (int)(channelsLast ? shape[^1] : shape[1]);
            Grow(channels);
            if (values.IsEmpty || channels == 0)
            {
                return null;
            }

            Seen += new SeenValues(values.Length, 0, 0);
            if (!channelsLast)
            {
                mean?.Begin(channels, values.Length / channels);
                return AddPlanes(values, values.Length / ((int)shape[0] * channels), channels, mean);
            }

            mean?.Add(values, shape);
            return AddColumns(values, channels);
        }
    }

    public void Merge(ChannelStatistics other)
    {
        Seen += other.Seen;
        Grow(other._channels.Length);
        for (int i = 0; i < other._channels.Length; i++)
        {
            _channels[i].Merge(other._channels[i]);
        }
    }

    /// <summary>Ends adding for now.</summary>
    public void Settle() => Array.ForEach(_channels, channel => channel.Settle());

    private ValueExtremes? AddPlanes(ReadOnlySpan<float> values, int size, int channels, ChannelMean? mean)
    {
        ValueExtremes? all = ValueExtremes.Empty;
        for (int start = 0, channel = 0; start < values.Length; start += size)
        {
            var plane = values.Slice(start, size);
            float sum = TensorPrimitives.Sum(plane);
            mean?.AddSum(channel, sum);
            all = ValueExtremes.Union(all, AddRun(channel, plane, sum));
            channel = channel + 1 == channels ? 0 : channel + 1;
        }

        return all;
    }

    private ValueExtremes? AddColumns(ReadOnlySpan<float> values, int channels)
    {
        ValueExtremes? all = ValueExtremes.Empty;
        int rows = values.Length / channels;
        Array.Resize(ref _column, Math.Max(_column.Length, rows));
        for (int channel = 0; channel < channels; channel++)
        {
            for (int row = 0, at = channel; row < rows; row++, at += channels)
            {
                _column[row] = values[at];
            }

            var column = _column.AsSpan(0, rows);
            all = ValueExtremes.Union(all, AddRun(channel, column, TensorPrimitives.Sum<float>(column)));
        }

        return all;
    }

    private ValueExtremes? AddRun(int channel, ReadOnlySpan<float> values, float sum)
    {
        if (!float.IsFinite(sum))
        {
            var (_, nans, infinities) = SeenValues.Of(values);
            Seen += new SeenValues(0, nans, infinities);
        }

        return _channels[channel].Add(values, sum);
    }

    private void Grow(int channels)
    {
        int before = _channels.Length;
        if (before < channels)
        {
            Array.Resize(ref _channels, channels);
            for (int i = before; i < channels; i++)
            {
                _channels[i] = new ChannelHistogram();
            }
        }
    }
}
