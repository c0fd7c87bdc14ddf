using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A schema, the columns of it that feed the model, and the schema with the model's outputs added.</summary>
internal sealed class SchemaBinding
{
    /// <param name="input">The schema.</param>
    /// <param name="model">The model.</param>
    /// <param name="remedy">What to do about a column that is not there.</param>
    public SchemaBinding(DataViewSchema input, ScoringModel model, string? remedy = null)
    {
        Input = input;
        Sources = [.. model.Inputs.Select(source => Find(input, source, remedy))];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        foreach (var output in model.Outputs)
        {
            builder.AddColumn(output.Column.Name, output.Type);
        }

        Output = builder.ToSchema();
    }

    /// <param name="input">The schema.</param>
    /// <param name="sources">The columns that feed the model.</param>
    /// <param name="output">The schema with the model's outputs behind its columns.</param>
    public SchemaBinding(DataViewSchema input, DataViewSchema.Column[] sources, DataViewSchema output) => (Input, Sources, Output) = (input, sources, output);

    public DataViewSchema Input { get; }

    public DataViewSchema Output { get; }

    public DataViewSchema.Column[] Sources { get; }

    /// <summary>Which model output a column is, or -1 for a column of the input.</summary>
    public int OutputIndex(DataViewSchema.Column column) => column.Index < Input.Count ? -1 : column.Index - Input.Count;

    /// <summary>Which model outputs are among <paramref name="columns"/>.</summary>
    public bool[] ActiveOutputs(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[Output.Count - Input.Count];
        foreach (int index in columns.Select(OutputIndex).Where(index => index >= 0))
        {
            active[index] = true;
        }

        return active;
    }

    /// <summary>The input columns that <paramref name="wanted"/> output columns need.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(IEnumerable<DataViewSchema.Column> wanted)
    {
        var needed = new HashSet<int>();
        foreach (var column in wanted)
        {
            needed.UnionWith(OutputIndex(column) < 0 ? [column.Index] : Sources.Select(source => source.Index));
        }

        return Input.Where(column => needed.Contains(column.Index));
    }

    // The lengths of a column of vectors of unknown size are checked row by row.
    private static DataViewSchema.Column Find(DataViewSchema schema, BoundInput input, string? remedy)
    {
        var column = schema.GetColumnOrNull(input.Column.Name) ?? throw ColumnTypes.Missing(input.Column, remedy);
        ColumnTypes.Check(input.Column, column.Type);
        bool fits = column.Type is not VectorDataViewType vector
            ? input.IsScalar
            : !input.IsScalar && (vector.Size == 0 || (input.IsVariable ? input.FreeSize(vector.Size) > 0 : vector.Size == input.FixedSize));
        return fits
            ? column
            : throw new InvalidOperationException(
                $"Input column '{input.Column.Name}' is {column.Type}, but the step was fitted to {(input.IsScalar ? "a scalar" : input.IsVariable ? "vectors of any length" : $"vectors of {input.FixedSize} values")}.");
    }
}
