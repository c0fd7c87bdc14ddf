namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>
/// Scores one by one where only a few rows come, and in a batch from there on. A batch takes memory for all the rows that it could hold and works on 64 at least: for a view
/// of a few rows that would take longer than to score them as ML.NET does.
/// </summary>
internal sealed class FewRowsBatch(IBatchEngine engine) : IFeatureBatch
{
    /// <summary>Of so many rows a batch is no faster, whatever the model; set by the benchmark of shapes.</summary>
    public const int Few = 32;

    private readonly List<HeldRow> _held = [];
    private IFeatureBatch? _batch;
    private IFeatureScorer? _scorer;

    public int Capacity { get; } = engine.BatchRows;

    public int Count => _batch?.Count ?? _held.Count;

    public void Clear()
    {
        _held.Clear();
        _batch?.Clear();
    }

    public void Add(ReadOnlySpan<float> row)
    {
        if (IsBatch())
        {
            _batch!.Add(row);
        }
        else
        {
            _held.Add(new HeldRow(row.Length, null, row.ToArray()));
        }
    }

    public void Add(int length, ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        if (IsBatch())
        {
            _batch!.Add(length, indices, values);
        }
        else
        {
            _held.Add(new HeldRow(length, indices.ToArray(), values[..indices.Length].ToArray()));
        }
    }

    public void Score(Span<float> scores)
    {
        if (_batch != null)
        {
            _batch.Score(scores);
            return;
        }

        _scorer ??= engine.CreateRowScorer();
        int width = engine.Outputs.ScoreCount;
        for (int i = 0; i < _held.Count; i++)
        {
            _held[i].Score(_scorer, scores.Slice(i * width, width));
        }
    }

    /// <summary>Whether there are so many rows that they go into a batch; those that were held before go there too.</summary>
    private bool IsBatch()
    {
        if (_batch == null && _held.Count == Few)
        {
            _batch = engine.CreateBatch();
            _held.ForEach(row => row.AddTo(_batch));
            _held.Clear();
        }

        return _batch != null;
    }

    private readonly record struct HeldRow(int Length, int[]? Indices, float[] Values)
    {
        public void AddTo(IFeatureBatch batch)
        {
            if (Indices == null)
            {
                batch.Add(Values);
            }
            else
            {
                batch.Add(Length, Indices, Values);
            }
        }

        public void Score(IFeatureScorer scorer, Span<float> scores)
        {
            if (Indices == null)
            {
                scorer.Score(Values, scores);
            }
            else
            {
                scorer.Score(Length, Indices, Values, scores);
            }
        }
    }
}
