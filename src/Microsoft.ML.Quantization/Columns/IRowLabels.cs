namespace Microsoft.ML.Quantization.Columns;

/// <summary>The columns that tell what is right for a row.</summary>
internal interface IRowLabels
{
    /// <summary>The columns that are read.</summary>
    IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Reads the label of the row that <paramref name="row"/> stands at.</summary>
    Func<float[]> Reader(DataViewRow row);
}
