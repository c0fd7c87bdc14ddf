namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Scores the row that a <see cref="DataViewRow"/> stands on, once, when an output is first asked for.</summary>
internal sealed class RowScorer : IRowScorer
{
    private readonly DataViewRow _row;
    private readonly Scorer _scorer;
    private readonly InputReader[] _readers;
    private readonly int[] _lengths;
    private readonly Func<int> _slot;
    private long _position;
    private bool _scored;

    public RowScorer(ScoringModel model, SchemaBinding binding, DataViewRow row, bool[] active)
    {
        _row = row;
        _scorer = new Scorer(model, active, _ => row.Position);
        _readers = [.. _scorer.Inputs.Select((input, i) => input.Reader(row, binding.Sources[i]))];
        _lengths = new int[_readers.Length];
        _slot = Score;
    }

    public Delegate Getter(int output) => _scorer.Output(output).Getter(_slot);

    private int Score()
    {
        if (_scored && _row.Position == _position)
        {
            return 0;
        }

        for (int i = 0; i < _readers.Length; i++)
        {
            _lengths[i] = _readers[i].Read();
        }

        _scorer.Begin(_lengths, single: true);
        foreach (var reader in _readers)
        {
            reader.Store(0);
        }

        _scorer.Run(1);
        (_position, _scored) = (_row.Position, true);
        return 0;
    }

    public void Dispose() => _scorer.Dispose();
}
