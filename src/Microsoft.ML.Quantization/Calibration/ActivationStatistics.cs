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

    public long Rows { get; set; }

    public IReadOnlyDictionary<string, TensorSketch> Sketches => _sketches;

    public IReadOnlyDictionary<string, ChannelMean> Means => _means;

    /// <summary>What was seen of each channel of the tensors for which that was asked.</summary>
    public IReadOnlyDictionary<string, ChannelStatistics> Channels => _channels;

    /// <summary>The means of the channels of some tensors.</summary>
    public Dictionary<string, double[]> ChannelMeans(IEnumerable<string> tensors) => tensors.ToDictionary(name => name, name => _means[name].ToArray(), StringComparer.Ordinal);

    /// <summary>The covariances of the inputs of layers, see <see cref="InputWindow.Key"/>, once all rows were added.</summary>
    public IReadOnlyDictionary<(string Tensor, string Form), InputCovariance> Covariances => _covariances.Value;

    public void Add(string tensor, ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        var extremes = _channels.GetValueOrDefault(tensor)?.Add(values, shape);
        _sketches.GetValueOrDefault(tensor)?.Add(values, extremes);
        _means.GetValueOrDefault(tensor)?.Add(values, shape);
        foreach (var collector in _collectors[tensor])
        {
            collector.Add(values, shape);
        }
    }

    /// <summary>Ends adding for now, so that several threads may read.</summary>
    public void Settle()
    {
        foreach (var sketch in _sketches.Values)
        {
            sketch.Settle();
        }
    }

    /// <summary>Adds all that other rows showed, those of another machine too.</summary>
    public void Merge(ActivationStatistics other)
    {
        MergeRanges(other);
        if (!_collectors.SelectMany(own => own).SequenceEqual(other._collectors.SelectMany(own => own)))
        {
            foreach (var (key, covariance) in other.Covariances)
            {
                Covariances[key].Merge(covariance);
            }
        }

        MergeChannels(other);
    }

    /// <summary>Adds what was seen of channels one by one, where that is not the same for both.</summary>
    public void MergeChannels(ActivationStatistics other)
    {
        foreach (var (name, channels) in other._channels)
        {
            if (!ReferenceEquals(channels, _channels[name]))
            {
                _channels[name].Merge(channels);
            }
        }
    }

    /// <summary>Adds what ranges and means are made from, and nothing else.</summary>
    public void MergeRanges(ActivationStatistics other)
    {
        Rows += other.Rows;
        foreach (var (name, sketch) in other._sketches)
        {
            _sketches[name].Merge(sketch);
        }

        foreach (var (name, mean) in other._means)
        {
            _means[name].Merge(mean);
        }
    }
}
