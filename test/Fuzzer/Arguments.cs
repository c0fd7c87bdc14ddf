using System.Globalization;

namespace Fuzzer;

/// <summary>What the command line asks for.</summary>
/// <param name="Mode">fuzz, replay, or one of the modes of a child process.</param>
/// <param name="Cases">How many cases.</param>
/// <param name="First">The number of the first.</param>
/// <param name="Seed">Decides all cases; each also by its number.</param>
/// <param name="Workers">How many processes run them.</param>
/// <param name="Reports">One report in so many cases: it takes a second.</param>
/// <param name="Only">Only sources whose name contains this.</param>
/// <param name="Path">Where failing cases go; for a replay, the case; for a worker, its folder.</param>
/// <param name="Corpus">The folder with the unpacked backend tests, or null.</param>
internal sealed record Arguments(
    string Mode, int Cases, int First, int Seed, int Workers, int Reports, string Only, string? Path, string? Corpus)
{
    public const string Usage =
        "Fuzzer [--cases 2000] [--first 0] [--seed 1] [--workers N] [--reports 40] [--only NAME] [--output FOLDER]\n"
        + "Fuzzer replay FILE    runs a failing case, or any model, table or saved zip, again and prints what happens";

    public static Arguments Parse(string[] args)
    {
        string mode = args is [var first, ..] && !first.StartsWith('-') ? first : "fuzz";
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        int start = mode == "fuzz" && args is not ["fuzz", ..] ? 0 : 1;
        string? path = null;
        for (int i = start; i < args.Length; i++)
        {
            if (args[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < args.Length)
            {
                named[args[i][2..]] = args[++i];
            }
            else
            {
                path = args[i];
            }
        }

        int Number(string name, int absent) => named.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : absent;
        return new Arguments(
            mode, Number("cases", 2000), Number("first", 0), Number("seed", 1), Number("workers", Environment.ProcessorCount), Number("reports", 40),
            named.GetValueOrDefault("only", ""), named.GetValueOrDefault("output") ?? path, named.GetValueOrDefault("corpus"));
    }
}
