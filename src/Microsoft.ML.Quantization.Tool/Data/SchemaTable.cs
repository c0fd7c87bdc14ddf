using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>A table of text as the rows that a model of ML.NET was trained on: its columns found by the names in the first line.</summary>
internal static class SchemaTable
{
    /// <param name="context">The context that loads it.</param>
    /// <param name="path">The table.</param>
    /// <param name="schema">What the model was trained on.</param>
    /// <param name="optional">A column that may be absent: the label, where none is asked for.</param>
    public static IDataView Load(MLContext context, string path, DataViewSchema schema, Func<string, bool> optional)
    {
        var header = new DelimitedFile(path).Header.ToList();
        var columns = new List<TextLoader.Column>();
        foreach (var column in schema.Where(column => !column.IsHidden))
        {
            int at = header.IndexOf(column.Name);
            if (at >= 0)
            {
                columns.Add(new TextLoader.Column(column.Name, Kind(column), at));
            }
            else if (!optional(column.Name))
            {
                throw new CommandException($"'{path}' has no column '{column.Name}', which the model was trained with as {column.Type}. It has {ForeignText.InMessage(string.Join(", ", header))}.");
            }
        }

        return context.Data.CreateTextLoader(new TextLoader.Options
        {
            Columns = [.. columns],
            HasHeader = true,
            AllowQuoting = true,
            Separators = [Path.GetExtension(path).Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ','],
        }).Load(path);
    }

    private static DataKind Kind(DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => DataKind.String,
        BooleanDataViewType => DataKind.Boolean,
        DateTimeDataViewType => DataKind.DateTime,
        NumberDataViewType number when Enum.TryParse<DataKind>(number.RawType.Name, out var kind) => kind,
        _ => throw new CommandException($"Column '{column.Name}' of the model is {column.Type}, which a table of text cannot hold. Quantize this model in code, with the data it was trained on."),
    };
}
