namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Divides data into rows to learn from, shuffled anew for each epoch, and rows to validate on.</summary>
internal sealed class TrainingRows
{
    private readonly ITrainingData _data;
    private readonly ITrainingData? _validation;
    private readonly QuantizationAwareTrainingOptions _options;
    private readonly double _share;

    /// <param name="data">The training data.</param>
    /// <param name="validation">Validation data; <see langword="null"/> holds back a share of the training data.</param>
    /// <param name="options">How to train.</param>
    public TrainingRows(ITrainingData data, ITrainingData? validation, QuantizationAwareTrainingOptions options)
    {
        (_data, _validation, _options) = (data, validation, options);
        _share = validation == null ? options.ValidationShare : 0;
        LearnedCount = data.Count - (long)Math.Floor(data.Count * _share);
    }

    /// <summary>How many rows an epoch learns from.</summary>
    public long LearnedCount { get; }

    /// <summary>The rows to learn from, in the order of an epoch.</summary>
    public IEnumerable<TrainingRow> Learned(int epoch) =>
        ShufflePool.Shuffle(RowSplit.Learned(_data.Read(), _share), _options.ShuffleMegabytes * (1L << 20), HashOf(_options.Seed, epoch));

    /// <summary>The rows that decide which epoch is kept; none where there are none.</summary>
    public IEnumerable<TrainingRow> HeldBack() => _validation?.Read() ?? (_share > 0 ? RowSplit.HeldBack(_data.Read(), _share) : []);

    private static int HashOf(int seed, int epoch) => unchecked((seed * 1_000_003) + epoch);
}
