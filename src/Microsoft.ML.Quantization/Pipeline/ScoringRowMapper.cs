using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Maps single rows. Callers compare schemas by reference, so a mapper keeps the one it was given and the one it made.</summary>
internal sealed class ScoringRowMapper(IRowModel model, SchemaBinding binding) : IRowToRowMapper
{
    public DataViewSchema InputSchema => binding.Input;

    public DataViewSchema OutputSchema => binding.Output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => binding.Dependencies(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ReferenceEquals(input.Schema, binding.Input)
            ? new ScoredRow(input, binding, model, binding.ActiveOutputs(activeColumns))
            : throw new ArgumentException("The row has another schema than the mapper was made for.", nameof(input));
    }
}
