namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Sets of channels that must be scaled alike, by number; those in the set of <see cref="Fixed"/> must not be scaled.</summary>
internal sealed class ChannelSets
{
    /// <summary>The channel that stands for all that keep their scale.</summary>
    public const int Fixed = 0;

    private readonly List<int> _parents = [Fixed];

    /// <summary>How many channels there are, with <see cref="Fixed"/>.</summary>
    public int Count => _parents.Count;

    /// <summary>Adds channels, each in a set of its own.</summary>
    public int[] Add(int count)
    {
        int first = _parents.Count;
        int[] channels = [.. Enumerable.Range(first, count)];
        _parents.AddRange(channels);
        return channels;
    }

    /// <summary>The channel that stands for the set.</summary>
    public int Find(int channel)
    {
        while (_parents[channel] != channel)
        {
            channel = _parents[channel] = _parents[_parents[channel]];
        }

        return channel;
    }

    public void Join(int first, int second)
    {
        (first, second) = (Find(first), Find(second));
        _parents[Math.Max(first, second)] = Math.Min(first, second);
    }

    public void Fix(IEnumerable<int> channels)
    {
        foreach (int channel in channels)
        {
            Join(channel, Fixed);
        }
    }
}
