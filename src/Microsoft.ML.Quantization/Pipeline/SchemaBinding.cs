using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A schema, the columns of it that feed the model, and the schema with the model's outputs added.</summary>
internal sealed class SchemaBinding
{
    private readonly int[] _places;

    /// <param name="input">The schema.</param>
    /// <param name="model">The model.</param>
    /// <param name="remedy">What to do about a column that is not there.</param>
    public SchemaBinding(DataViewSchema input, ScoringModel model, string? remedy = null)
    {
        Input = input;
        Sources = [.. model.Inputs.Select(source => Find(input, source, remedy))];
        _places = ColumnPlaces.Create(input, [.. model.Outputs.Select(output => output.Column.Name)]);
        var builder = new DataViewSchema.Builder();
        foreach (int place in _places)
        {
            if (place >= 0)
            {
                builder.AddColumn(input[place].Name, input[place].Type, input[place].Annotations);
            }
            else
            {
                builder.AddColumn(model.Outputs[~place].Column.Name, model.Outputs[~place].Type);
            }
        }

        Output = builder.ToSchema();
    }

    /// <param name="input">The schema.</param>
    /// <param name="sources">The columns that feed the model.</param>
    /// <param name="output">The schema with the model's outputs behind its columns.</param>
    public SchemaBinding(DataViewSchema input, DataViewSchema.Column[] sources, DataViewSchema output) =>
        (Input, Sources, Output, _places) = (input, sources, output, ColumnPlaces.AtTheEnd(input.Count, output.Count - input.Count));

    public DataViewSchema Input { get; }

    public DataViewSchema Output { get; }

    public DataViewSchema.Column[] Sources { get; }

    /// <summary>Which model output a column is, or -1 for a column of the input.</summary>
    public int OutputIndex(DataViewSchema.Column column) => _places[column.Index] < 0 ? ~_places[column.Index] : -1;

    /// <summary>The column of the input that a column is which the model does not give.</summary>
    public DataViewSchema.Column Source(DataViewSchema.Column column) => Input[_places[column.Index]];

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
            needed.UnionWith(OutputIndex(column) < 0 ? [Source(column).Index] : Sources.Select(source => source.Index));
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
