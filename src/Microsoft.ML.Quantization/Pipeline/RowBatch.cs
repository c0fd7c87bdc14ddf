namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// Collects rows of a cursor for one call of the model. Rows of one length go together; a row of another length waits for the
/// next batch.
/// </summary>
internal sealed class RowBatch : IRowBatch
{
    private readonly Scorer _scorer;
    private readonly InputReader[] _readers;
    private readonly int[] _lengths;
    private int _rows;
    private int _capacity;
    private bool _waiting;
    private bool _scored;

    public RowBatch(ScoringModel model, SchemaBinding binding, DataViewRow row, bool[] active, Func<int, long> position)
    {
        _scorer = new Scorer(model, active, position);
        _readers = [.. _scorer.Inputs.Select((input, i) => input.Reader(row, binding.Sources[i]))];
        _lengths = new int[_readers.Length];
    }

    public bool IsFull => _rows > 0 && _rows == _capacity;

    public void Clear() => (_rows, _scored) = (0, false);

    /// <inheritdoc/>
    public bool TryAdd()
    {
        for (int i = 0; i < _readers.Length && !_waiting; i++)
        {
            _lengths[i] = _readers[i].Read();
        }

        if (_rows == 0)
        {
            _capacity = _scorer.Begin(_lengths, single: false);
        }
        else if (!_scorer.Fits(_lengths))
        {
            _waiting = true;
            return false;
        }

        if (_rows == _scorer.Room)
        {
            _scorer.Grow();
        }

        foreach (var reader in _readers)
        {
            reader.Store(_rows);
        }

        _rows++;
        _waiting = false;
        return true;
    }

    /// <summary>Scores the rows, once, when the first output is asked for.</summary>
    public void Score()
    {
        if (!_scored)
        {
            _scorer.Run(_rows);
            _scored = true;
        }
    }

    public Delegate Getter(int output, Func<int> slot) => _scorer.Output(output).Getter(slot);

    public void Dispose() => _scorer.Dispose();
}
