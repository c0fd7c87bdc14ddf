namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>A row and where it stands.</summary>
/// <param name="Place">Its place in the source, from 0; places of rows that cannot be read are left out.</param>
/// <param name="Values">An array for each column.</param>
internal readonly record struct SourceRow(long Place, Array[] Values)
{
    /// <summary>The values of a column.</summary>
    public Array this[int column] => Values[column];
}
