using System.Globalization;

namespace Microsoft.ML.Quantization.Chains;

/// <summary>
/// Scores rows with a stage and with what is to take its place, in batches and row by row, and also with what that saves itself as; compares the columns that they add.
/// </summary>
internal sealed class StageProof(ITransformer stock, ITransformer quantized, DataViewSchema input)
{
    public const string NoRows = "The data has no rows that get as far as the stage to quantize. Give a few hundred rows or more of what the model will score; labels are not needed.";

    private readonly HashSet<string> _names = AddedColumns.Names(input, stock.GetOutputSchema(input));

    /// <summary>The rows that were compared.</summary>
    public int Rows { get; private set; }

    /// <summary>The first difference, as a reason for the report; <see langword="null"/> where there is none.</summary>
    public string? Difference(MLContext context, IDataView data, int most, CancellationToken token)
    {
        if (SchemaDifference() is { } difference)
        {
            return difference;
        }

        // Both read the rows, and the source may be one that can be read only once.
        var rows = context.Data.Cache(context.Data.TakeRows(data, most), Needed());
        using var expected = Cursor(stock.Transform(rows));
        using var actual = Cursor(quantized.Transform(rows));
        return Compare(expected, actual, actual.MoveNext, token) ?? ByRow(rows, token) ?? OfSaved(rows, token);
    }

    private string? OfSaved(IDataView rows, CancellationToken token)
    {
        if (quantized is not ISavedAs { Saved: var saved } || saved == stock)
        {
            return null;
        }

        using var expected = Cursor(stock.Transform(rows));
        using var actual = Cursor(saved.Transform(rows));
        return Compare(expected, actual, actual.MoveNext, token);
    }

    private string? ByRow(IDataView rows, CancellationToken token)
    {
        if (!stock.IsRowToRowMapper)
        {
            return null;
        }

        var mapper = quantized.GetRowToRowMapper(rows.Schema);
        var added = Added(mapper.OutputSchema);
        using var expected = Cursor(stock.Transform(rows));
        using var source = rows.GetRowCursor(mapper.GetDependencies(added));
        using var actual = mapper.GetRow(source, added);
        return Compare(expected, actual, source.MoveNext, token);
    }

    private string? Compare(DataViewRowCursor expected, DataViewRow actual, Func<bool> moveNext, CancellationToken token)
    {
        var cells = Added(expected.Schema).Zip(Added(actual.Schema), (left, right) => (left.Name, Same: SameCells.Create(expected, actual, left, right))).ToArray();
        int rows = 0;
        for (; expected.MoveNext(); rows++)
        {
            token.ThrowIfCancellationRequested();
            string? column = moveNext() ? Array.Find(cells, cell => !cell.Same()).Name : "Id";
            if (column != null)
            {
                return string.Create(CultureInfo.InvariantCulture, $"its column '{column}' differed from ML.NET's in row {rows} when it was quantized");
            }
        }

        Rows = rows;
        return null;
    }

    /// <summary>Whether the columns are others.</summary>
    public string? SchemaDifference()
    {
        var (expected, actual) = (stock.GetOutputSchema(input), quantized.GetOutputSchema(input));
        return expected.Select(Describe).SequenceEqual(actual.Select(Describe)) ? null : "its columns were others when it was quantized";
    }

    private string[] Needed()
    {
        if (!quantized.IsRowToRowMapper)
        {
            return [];
        }

        var mapper = quantized.GetRowToRowMapper(input);
        return [.. mapper.GetDependencies(Added(mapper.OutputSchema)).Select(column => column.Name).Distinct()];
    }

    private DataViewSchema.Column[] Added(DataViewSchema output) => AddedColumns.Find(_names, output);

    private DataViewRowCursor Cursor(IDataView view) => view.GetRowCursor(Added(view.Schema));

    private static string Describe(DataViewSchema.Column column) =>
        $"{column.Name} {column.Type} {column.IsHidden} {string.Join(',', column.Annotations.Schema.Select(annotation => $"{annotation.Name} {annotation.Type}"))}";
}
