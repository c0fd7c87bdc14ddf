using System.Globalization;
using Fuzzer.Corpus;
using Fuzzer.Runs;

namespace Fuzzer.Workers;

/// <summary>The child process: reads the numbers of cases from standard input, runs them, and writes what became of each.</summary>
internal static class Worker
{
    public const string Mark = "@@";
    private const string OnnxRuntimesOwn = ".ses";
    private const long MostGrowth = 700L << 20;
    private const int WarmUp = 40;

    public static int Run(Arguments arguments)
    {
        MemoryLimit.Set();
        var cases = new CaseFactory(new Sources(arguments.Corpus, arguments.Only, arguments.Path!), arguments.Seed);
        string folder = Directory.CreateDirectory(Path.Combine(arguments.Path!, "case")).FullName;
        long warm = 0;
        for (int done = 0; Console.ReadLine() is { } line; done++)
        {
            int number = int.Parse(line, CultureInfo.InvariantCulture);
            Empty(folder);
            var saved = SavedCase.Write(cases.Create(number), folder);
            Say("start", "");
            var outcome = CaseRunner.Run(saved, new MLCaseSettings(number, Report: number % arguments.Reports == 0));
            outcome = Leaks(outcome, arguments.Path!, folder);
            if (done == WarmUp)
            {
                warm = WorkingSet();
            }
            else if (done > WarmUp && !outcome.IsFailure && done % 50 == 0 && WorkingSet() - warm > MostGrowth)
            {
                outcome = new Outcome(OutcomeKind.Leak, $"memory grew by {(WorkingSet() - warm) >> 20} MB in {done - WarmUp} cases");
            }

            Say($"{outcome.Kind}", outcome.Detail);
        }

        return 0;
    }

    private static void Say(string what, string detail)
    {
        Console.WriteLine($"{Mark}{what} {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(detail))}");
        Console.Out.Flush();
    }

    /// <summary>What is left in the folder for temporary files, or half-written beside the case.</summary>
    private static Outcome Leaks(Outcome outcome, string scratch, string folder)
    {
        string temporary = Path.GetTempPath();
        string[] left = Left(temporary, folder);
        if (outcome.IsFailure || left.Length == 0)
        {
            return outcome;
        }

        // What is only collected late is no leak.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        left = Left(temporary, folder);
        foreach (string path in Directory.EnumerateFileSystemEntries(temporary))
        {
            Remove(path);
        }

        return left.Length == 0 ? outcome : new Outcome(OutcomeKind.Leak, $"left: {string.Join(", ", left)} after {outcome.Kind}: {outcome.Detail}");
    }

    private static string[] Left(string temporary, string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(temporary).Where(path => Path.GetFileName(path) != OnnxRuntimesOwn),
        .. Directory.EnumerateFileSystemEntries(folder).Where(path => Path.GetFileName(path) is var name && (name.StartsWith('.') || name.Contains(".tmp", StringComparison.Ordinal))),
    ];

    private static void Empty(string folder)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(folder))
        {
            Remove(path);
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    private static long WorkingSet()
    {
        MemoryLimit.GiveBack();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }
}
