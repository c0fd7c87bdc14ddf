using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>A table of text: comma-separated, or with tabs where the file's name ends in .tsv; the first line names the columns.</summary>
internal sealed class DelimitedFile : ITable
{
    private const int LongestCell = 1 << 22;

    private readonly string _path;

    public DelimitedFile(string path)
    {
        _path = path;
        using var reader = Open();
        Header = Next(reader) && reader.ReadHeader() && reader.HeaderRecord is { Length: > 0 } header
            ? header
            : throw new CommandException($"'{path}' is empty. Expected a first line that names the columns.");
        var twice = Header.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (twice != null)
        {
            throw new CommandException($"'{path}' has {twice.Count()} columns of the name '{ForeignText.InMessage(twice.Key)}'. Rename them.");
        }
    }

    public IReadOnlyList<string> Header { get; }

    public long? Count => null;

    public IEnumerable<(string[] Cells, string Place)> Rows()
    {
        using var reader = Open();
        Next(reader);
        reader.ReadHeader();
        while (Next(reader))
        {
            string[] cells = reader.Parser.Record!;
            yield return cells.Length == Header.Count
                ? (cells, $"Line {reader.Parser.RawRow} of '{_path}'")
                : throw new CommandException($"Line {reader.Parser.RawRow} of '{_path}' has {cells.Length} cells, and the first line names {Header.Count}.");
        }
    }

    private bool Next(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (MaxFieldSizeException e)
        {
            throw new CommandException($"'{_path}' has a cell of more than {LongestCell:N0} characters after line {reader.Parser.RawRow}, which no number or text is: a quotation mark may not be closed.", inner: e);
        }
    }

    private CsvReader Open()
    {
        bool hasTabs = Path.GetExtension(_path).Equals(".tsv", StringComparison.OrdinalIgnoreCase);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            MaxFieldSize = LongestCell,
            Delimiter = hasTabs ? "\t" : ",",
            Mode = hasTabs ? CsvMode.NoEscape : CsvMode.RFC4180,
            BadDataFound = found => throw new CommandException($"Line {found.Context.Parser?.RawRow} of '{_path}' is no {(hasTabs ? "tab" : "comma")}-separated line: quotation marks in cells have to be doubled, and the cell quoted."),
        };
        return new CsvReader(new StreamReader(RegularFile.OpenRead(_path)), configuration);
    }
}
