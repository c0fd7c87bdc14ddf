using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks.Tables;

/// <summary>Fetches real tables from packages of Debian. Their licences differ, so they stay outside of the repository.</summary>
internal static class TableFetch
{
    public const string Command = "tables";

    private static readonly (string Table, string Package, string File)[] Frames =
    [
        ("diamonds", "r-cran-ggplot2", "ggplot2/data/Rdata.rdb"),
        ("MplsStops", "r-cran-cardata", "carData/data/Rdata.rdb"),
        ("Shuttle", "r-cran-mlbench", "mlbench/data/Shuttle.rda"),
        ("LetterRecognition", "r-cran-mlbench", "mlbench/data/LetterRecognition.rda"),
        ("hpc_data", "r-cran-modeldata", "modeldata/data/Rdata.rdb"),
    ];

    public static void Run()
    {
        using var folder = new TemporaryFolder();
        foreach (var tables in Frames.GroupBy(frame => frame.Package))
        {
            string unpacked = DebianPackage.Unpack(tables.Key, folder.Path);
            foreach (var (table, _, file) in tables)
            {
                Write(table, RFiles.Frame(Path.Combine(unpacked, "usr/lib/R/site-library", file), table));
            }
        }

        string glosses = DebianPackage.Unpack("wordnet-base", folder.Path);
        TableFolder.Write("wordnet", ["lex", "gloss"], WordNetGlosses.Read(Path.Combine(glosses, "usr/share/wordnet")));
    }

    private static void Write(string table, RVector frame)
    {
        object?[][] columns = [.. frame.Values.Select(column => Texts((RVector)column!))];
        TableFolder.Write(table, frame.Attribute("names")!.Select(name => $"{name}"), Enumerable.Range(0, columns[0].Length).Select(row => columns.Select(column => column[row])));
    }

    /// <summary>Categories by their names instead of their numbers.</summary>
    private static object?[] Texts(RVector column) =>
        column.Attribute("levels") is { } levels ? [.. column.Values.Select(value => value == null ? null : levels[(int)value - 1])] : [.. column.Values];
}
