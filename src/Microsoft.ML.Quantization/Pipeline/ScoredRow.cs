using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A row of the input with the model's outputs on it: what a prediction engine reads.</summary>
internal sealed class ScoredRow(DataViewRow input, SchemaBinding binding, IRowModel model, bool[] active) : DataViewRow
{
    private readonly IRowScorer? _scorer = active.Contains(true) ? model.CreateScorer(binding, input, active) : null;

    public override DataViewSchema Schema => binding.Output;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) =>
        binding.OutputIndex(column) is var output && output >= 0 ? active[output] : input.IsColumnActive(binding.Source(column));

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw ColumnGetters.Inactive(column);
        }

        int output = binding.OutputIndex(column);
        return output < 0 ? input.GetGetter<TValue>(binding.Source(column)) : ColumnGetters.As<TValue>(_scorer!.Getter(output), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _scorer?.Dispose();
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
