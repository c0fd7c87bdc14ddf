using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// Scores a batch of rows at a time. The source is read once and in order: the columns passed through are held for the rows of
/// the batch, as the scores are.
/// </summary>
internal sealed class BatchCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _input;
    private readonly SchemaBinding _binding;
    private readonly HashSet<int> _wanted;
    private readonly Dictionary<int, HeldColumn> _held;
    private readonly HeldColumn[] _kept;
    private readonly HeldScalar<DataViewRowId> _ids;
    private readonly IRowBatch _batch;
    private readonly Func<int> _slot;
    private readonly List<(long Position, long Batch)> _places = [];
    private int _at = -1;
    private bool _waiting;
    private bool _ended;

    public BatchCursor(DataViewRowCursor input, SchemaBinding binding, IRowModel model, HashSet<int> wanted, bool[] active)
    {
        (_input, _binding, _wanted) = (input, binding, wanted);
        _batch = model.CreateBatch(binding, input, active, slot => _places[slot].Position);
        _held = binding.Output.Where(column => wanted.Contains(column.Index) && binding.OutputIndex(column) < 0).ToDictionary(column => column.Index, column => HeldColumn.Create(input, binding.Source(column)));
        _kept = [.. _held.Values];
        _ids = new HeldScalar<DataViewRowId>(input.GetIdGetter());
        _slot = () => Started ? _at : throw new InvalidOperationException("The cursor stands on no row: call MoveNext first.");
    }

    public override DataViewSchema Schema => _binding.Output;

    public override long Position => Started ? _places[_at].Position : -1;

    public override long Batch => Started ? _places[_at].Batch : 0;

    private bool Started => _at >= 0 && _at < _places.Count;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.Getter(_slot);

    public override bool IsColumnActive(DataViewSchema.Column column) => _wanted.Contains(column.Index);

    public override bool MoveNext()
    {
        if (++_at < _places.Count)
        {
            return true;
        }

        Fill();
        return Started;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw ColumnGetters.Inactive(column);
        }

        int output = _binding.OutputIndex(column);
        return ColumnGetters.As<TValue>(output < 0 ? _held[column.Index].Getter(_slot) : _batch.Getter(output, ScoredSlot), column);
    }

    private int ScoredSlot()
    {
        int slot = _slot();
        _batch.Score();
        return slot;
    }

    private void Fill()
    {
        _places.Clear();
        _batch.Clear();
        _at = 0;
        while (!_ended && !_batch.IsFull)
        {
            if (!_waiting && !_input.MoveNext())
            {
                _ended = true;
                break;
            }

            _waiting = !_batch.TryAdd();
            if (_waiting)
            {
                break;
            }

            Keep();
        }
    }

    private void Keep()
    {
        int slot = _places.Count;
        foreach (var column in _kept)
        {
            column.Keep(slot);
        }

        _ids.Keep(slot);
        _places.Add((_input.Position, _input.Batch));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _batch.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }
}
