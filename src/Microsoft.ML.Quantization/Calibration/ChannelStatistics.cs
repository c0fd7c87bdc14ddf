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

    /// <summary>Statistics that were saved.</summary>
    public static ChannelStatistics Restore(bool channelsLast, ChannelHistogram[] channels) => new(channelsLast) { _channels = channels };

    /// <summary>Adds the values of a tensor.</summary>
    /// <returns>The extremes of all of them, which were looked at anyway; <see langword="null"/> where they are not known.</returns>
    public ValueExtremes? Add(ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        lock (_lock)
        {
            int channels = (int)(channelsLast ? shape[^1] : shape[1]);
            Grow(channels);
            if (values.IsEmpty || channels == 0)
            {
                return null;
            }

            return channelsLast ? AddColumns(values, channels) : AddPlanes(values, values.Length / ((int)shape[0] * channels), channels);
        }
    }

    public void Merge(ChannelStatistics other)
    {
        Grow(other._channels.Length);
        for (int i = 0; i < other._channels.Length; i++)
        {
            _channels[i].Merge(other._channels[i]);
        }
    }

    private ValueExtremes? AddPlanes(ReadOnlySpan<float> values, int size, int channels)
    {
        ValueExtremes? all = ValueExtremes.Empty;
        for (int start = 0, channel = 0; start < values.Length; start += size)
        {
            all = ValueExtremes.Union(all, _channels[channel].Add(values.Slice(start, size)));
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

            all = ValueExtremes.Union(all, _channels[channel].Add(_column.AsSpan(0, rows)));
        }

        return all;
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
