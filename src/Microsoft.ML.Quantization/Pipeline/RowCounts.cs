namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>How many rows a view has.</summary>
internal static class RowCounts
{
    /// <summary>What the view says, or else counted, which is quick: no column is read.</summary>
    public static long Of(IDataView data, CancellationToken cancellation)
    {
        if (data.GetRowCount() is { } known)
        {
            return known;
        }

        long rows = 0;
        using var cursor = data.GetRowCursor([]);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            rows++;
        }

        return rows;
    }
}
