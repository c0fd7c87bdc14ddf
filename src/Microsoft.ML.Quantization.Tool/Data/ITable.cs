namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>A table with named columns, read a row at a time.</summary>
internal interface ITable
{
    /// <summary>The names of the columns.</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>How many rows there are; <see langword="null"/> where that takes reading them.</summary>
    long? Count { get; }

    /// <summary>The cells of every row as text, and where the row is, in the words of a message.</summary>
    IEnumerable<(string[] Cells, string Place)> Rows();

    /// <summary>Opens a file by the ending of its name.</summary>
    static ITable Open(string path) => Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase) ? new ParquetTable(path) : new DelimitedFile(path);
}
