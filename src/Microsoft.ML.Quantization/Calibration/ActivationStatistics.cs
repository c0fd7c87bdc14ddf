namespace Microsoft.ML.Quantization.Calibration;

/// <summary>What one pass over the calibration rows saw of the activations.</summary>
internal sealed class ActivationStatistics
{
    private readonly Dictionary<string, TensorSketch> _sketches;
    private readonly Dictionary<string, ChannelMean> _means;
    private readonly IReadOnlyDictionary<string, ChannelStatistics> _channels;
    private readonly ILookup<string, CovarianceCollector> _collectors;
    private readonly Lazy<Dictionary<(string Tensor, string Form), InputCovariance>> _covariances;

    /// <param name="tensors">The tensors to sketch.</param>
    /// <param name="means">The tensors whose channel means are wanted, and whether their channels are the last dimension.</param>
    /// <param name="channels">Where channels are counted one by one; several statistics that are merged later may have the same.</param>
    /// <param name="collectors">What takes up covariances; several statistics that are merged later may have the same.</param>
    public ActivationStatistics(
        IEnumerable<string> tensors, IEnumerable<KeyValuePair<string, bool>> means, IReadOnlyDictionary<string, ChannelStatistics>? channels = null, IReadOnlyCollection<CovarianceCollector>? collectors = null)
    {
        _collectors = (collectors ?? []).ToLookup(collector => collector.Window.Tensor, StringComparer.Ordinal);
        _covariances = new(() => (collectors ?? []).ToDictionary(collector => collector.Window.Key, collector => collector.Settle()));
        _sketches = tensors.ToDictionary(name => name, _ => new TensorSketch(), StringComparer.Ordinal);
        _means = means.ToDictionary(mean => mean.Key, mean => new ChannelMean(mean.Value), StringComparer.Ordinal);
        _channels = channels ?? new Dictionary<string, ChannelStatistics>();
    }

    /// <summary>Statistics that were saved.</summary>
    public ActivationStatistics(
        Dictionary<string, TensorSketch> sketches, Dictionary<string, ChannelMean> means, Dictionary<string, ChannelStatistics> channels, Dictionary<(string Tensor, string Form), InputCovariance> covariances)
    {
        (_sketches, _means, _channels) = (sketches, means, channels);
        _collectors = Array.Empty<CovarianceCollector>().ToLookup(collector => collector.Window.Tensor, StringComparer.Ordinal);
        _covariances = new(() => covariances);
    }

    public long Rows { get; set; }

    /// <summary>The sketches of tensors of which every value was counted.</summary>
    public IReadOnlyDictionary<string, TensorSketch> Sketches => _sketches;

    public IReadOnlyDictionary<string, ChannelMean> Means => _means;

    /// <summary>What was seen of each channel of the tensors for which that was asked.</summary>
    public IReadOnlyDictionary<string, ChannelStatistics> Channels => _channels;

    /// <summary>The means of the channels of some tensors.</summary>
    public Dictionary<string, double[]> ChannelMeans(IEnumerable<string> tensors) => tensors.ToDictionary(name => name, name => _means[name].ToArray(), StringComparer.Ordinal);

    /// <summary>The covariances of the inputs of layers, see <see cref="InputWindow.Key"/>, once all rows were added.</summary>
    public IReadOnlyDictionary<(string Tensor, string Form), InputCovariance> Covariances => _covariances.Value;

    /// <summary>Whether there is anything to choose a tensor's range from.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="fromChannels">See <see cref="Sketch"/>.</param>
    public bool CanSketch(string tensor, bool fromChannels) => _sketches.ContainsKey(tensor) || (fromChannels && _channels.ContainsKey(tensor));

    /// <summary>The sketch of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="fromChannels">Whether to make it from what was counted of its channels, where that was observed, and not from every value.</param>
    public TensorSketch Sketch(string tensor, bool fromChannels) =>
        fromChannels && _channels.GetValueOrDefault(tensor)?.Channels is { Count: > 0 } channels ? ChannelSketch.Create(channels, Seen(tensor)) : _sketches[tensor];

    /// <summary>How many values of a tensor went by.</summary>
    public SeenValues Seen(string tensor) => _sketches.TryGetValue(tensor, out var sketch) ? sketch.Seen : _channels[tensor].Seen;

    public void Add(string tensor, ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        var channels = _channels.GetValueOrDefault(tensor);
        var mean = _means.GetValueOrDefault(tensor);
        bool together = mean != null && channels?.HasChannelsLast == mean.HasChannelsLast;
        var extremes = channels?.Add(values, shape, together ? mean : null);
        _sketches.GetValueOrDefault(tensor)?.Add(values, extremes);
        if (!together)
        {
            mean?.Add(values, shape);
        }

        foreach (var collector in _collectors[tensor])
        {
            collector.Add(values, shape);
        }
    }

    /// <summary>Statistics of no rows, of the same tensors, channels and layers.</summary>
    public ActivationStatistics Emptied() => new(
        _sketches.ToDictionary(each => each.Key, _ => new TensorSketch(), StringComparer.Ordinal),
        _means.ToDictionary(each => each.Key, each => new ChannelMean(each.Value.HasChannelsLast), StringComparer.Ordinal),
        _channels.ToDictionary(each => each.Key, each => new ChannelStatistics(each.Value.HasChannelsLast), StringComparer.Ordinal),
        Covariances.ToDictionary(each => each.Key, each => new InputCovariance(each.Value.Blocks)));

    /// <summary>Whether others are of the same tensors, channels and layers.</summary>
    public bool IsLike(ActivationStatistics other) =>
        _sketches.Count == other._sketches.Count && _means.Count == other._means.Count && _channels.Count == other._channels.Count && Covariances.Count == other.Covariances.Count
        && other.Has(_sketches.Keys, _means.Select(each => KeyValuePair.Create(each.Key, each.Value.HasChannelsLast)), _channels.Select(each => KeyValuePair.Create(each.Key, each.Value.HasChannelsLast)), Covariances.Select(each => (each.Key, each.Value.Blocks)));

    /// <summary>Whether all of this was observed.</summary>
    public bool Has(
        IEnumerable<string> tensors, IEnumerable<KeyValuePair<string, bool>> means, IEnumerable<KeyValuePair<string, bool>> channels, IEnumerable<((string Tensor, string Form) Key, WindowBlocks Blocks)> covariances) =>
        tensors.All(_sketches.ContainsKey)
        && means.All(mean => _means.TryGetValue(mean.Key, out var own) && own.HasChannelsLast == mean.Value)
        && channels.All(channel => _channels.TryGetValue(channel.Key, out var own) && own.HasChannelsLast == channel.Value)
        && covariances.All(each => Covariances.TryGetValue(each.Key, out var own) && own.Blocks.IsLike(each.Blocks));

    /// <summary>Ends adding for now, so that several threads may read.</summary>
    public void Settle()
    {
        foreach (var sketch in _sketches.Values)
        {
            sketch.Settle();
        }

        Parallel.ForEach(_channels.Values, channels => channels.Settle());
    }

    /// <summary>Adds all that other rows showed, those of another machine too. What the others have beyond these is left aside.</summary>
    public void Merge(ActivationStatistics other)
    {
        MergeRanges(other);
        foreach (var (key, covariance) in Covariances)
        {
            if (!ReferenceEquals(covariance, other.Covariances[key]))
            {
                covariance.Merge(other.Covariances[key]);
            }
        }

        MergeChannels(other);
    }

    /// <summary>Adds what was seen of channels one by one, where that is not the same for both.</summary>
    public void MergeChannels(ActivationStatistics other)
    {
        foreach (var (name, channels) in _channels)
        {
            if (!ReferenceEquals(channels, other._channels[name]))
            {
                channels.Merge(other._channels[name]);
            }
        }
    }

    /// <summary>Adds what ranges and means are made from, and nothing else.</summary>
    public void MergeRanges(ActivationStatistics other)
    {
        Rows += other.Rows;
        foreach (var (name, sketch) in _sketches)
        {
            sketch.Merge(other._sketches[name]);
        }

        foreach (var (name, mean) in _means)
        {
            mean.Merge(other._means[name]);
        }
    }
}
