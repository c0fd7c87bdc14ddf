using System.Diagnostics;

namespace Microsoft.ML.Quantization.Chains.Measuring;

/// <summary>The first rows of data, held in memory, to time models on.</summary>
/// <param name="View">The rows.</param>
/// <param name="Rows">How many there are.</param>
internal sealed record HeadRows(IDataView View, int Rows)
{
    private const int MostRows = 1024;
    private const int Factor = 4;
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(20);

    /// <summary>As many rows as take the model a moment; at least one, where there is one.</summary>
    public static HeadRows Create(MLContext context, ITransformer model, IDataView data, CancellationToken token)
    {
        var held = HeldRows.Create(context, context.Data.TakeRows(data, MostRows));
        for (int most = 1; ; most *= Factor)
        {
            var head = new SingleCursorView(context.Data.TakeRows(held, most));
            var output = model.Transform(head);
            var added = AddedColumns.Find(AddedColumns.Names(head.Schema, output.Schema), output.Schema);
            int rows = ViewReader.Read(output, added, token);

            // The compiler has its part in the time of a first run.
            if (rows < most || most >= MostRows || Again(output, added, token) > Enough)
            {
                return new HeadRows(head, rows);
            }
        }
    }

    /// <summary>Reads what a transformer adds to all rows.</summary>
    public Action Reading(ITransformer transformer, CancellationToken token)
    {
        var output = transformer.Transform(View);
        var added = AddedColumns.Find(AddedColumns.Names(View.Schema, output.Schema), output.Schema);
        return () => ViewReader.Read(output, added, token);
    }

    private static TimeSpan Again(IDataView view, DataViewSchema.Column[] columns, CancellationToken token)
    {
        long start = Stopwatch.GetTimestamp();
        ViewReader.Read(view, columns, token);
        return Stopwatch.GetElapsedTime(start);
    }
}
