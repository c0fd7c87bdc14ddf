namespace Benchmarks.Tables;

/// <summary>Where fetched tables are kept: in the folder that MLQ_TABLES names, or in one of the user's, never in the repository.</summary>
internal static class TableFolder
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("MLQ_TABLES") is { Length: > 0 } folder
        ? folder
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "Microsoft.ML.Quantization", "tables");

    public static string File(string table) => System.IO.Path.Combine(Path, $"{table}.tsv");

    /// <summary>Writes a table whole or not at all, its rows in an order that a seed gives, since many tables are sorted by what is to be learned.</summary>
    public static void Write(string table, IEnumerable<string> columns, IEnumerable<IEnumerable<object?>> rows)
    {
        Directory.CreateDirectory(Path);
        string[] lines = [.. rows.Select(row => string.Join('\t', row.Select(Cell)))];
        new Random(1).Shuffle(lines);
        string part = File(table) + ".part";
        System.IO.File.WriteAllLines(part, [string.Join('\t', columns), .. lines]);
        System.IO.File.Move(part, File(table), overwrite: true);
        Console.WriteLine($"{File(table)}: {lines.Length:N0} rows");
    }

    private static string Cell(object? value) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}").Replace('\t', ' ').Replace('"', '\'');
}
