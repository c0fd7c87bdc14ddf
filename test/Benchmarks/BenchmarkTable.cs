namespace Benchmarks;

/// <summary>Rows of a result, printed as a Markdown table.</summary>
internal sealed class BenchmarkTable(string title)
{
    private readonly List<string[]> _rows = [];
    private string[] _columns = [];

    public void Columns(params string[] columns) => _columns = columns;

    /// <summary>Adds a row, and tells at once on the error stream: the table itself comes at the end.</summary>
    public void Row(params string[] cells)
    {
        _rows.Add(cells);
        Console.Error.WriteLine(string.Join("  ", cells));
    }

    public void Print()
    {
        if (_rows.Count == 0)
        {
            return;
        }

        int[] widths = [.. _columns.Select((column, i) => _rows.Append(_columns).Max(row => row[i].Length))];
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Console.WriteLine(Line(_columns, widths));
        Console.WriteLine($"|{string.Join('|', widths.Select((width, i) => i == 0 ? new string('-', width + 2) : $"{new string('-', width + 1)}:"))}|");
        foreach (string[] row in _rows)
        {
            Console.WriteLine(Line(row, widths));
        }
    }

    private static string Line(string[] cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))} |";
}
