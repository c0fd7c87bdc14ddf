using System.Diagnostics;
using Fuzzer.Corpus;
using Fuzzer.Workers;

namespace Fuzzer;

/// <summary>Hands the cases out to processes, replaces those that die, and counts.</summary>
internal sealed class Campaign(Arguments arguments)
{
    /// <summary>A process that is replaced now and then keeps small growth small, and says where there is more.</summary>
    private const int CasesOfProcess = 500;

    private readonly Tally _tally = new();
    private readonly string _scratch = Directory.CreateTempSubdirectory("fuzzer-").FullName;
    private readonly string _output = arguments.Path ?? "fuzzer-failures";
    private int _next = arguments.First;
    private int _folders;

    public int Run()
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            string corpus = Directory.CreateDirectory(Path.Combine(_scratch, "corpus")).FullName;
            bool backend = BackendModels.Unpack(corpus);
            Console.WriteLine($"{arguments.Cases} cases of seed {arguments.Seed} in {arguments.Workers} processes"
                + $"{(RealModels.Root == null ? "; without the real models, which are not here" : "")}{(backend ? "" : "; without ONNX's backend tests, which are not here")}");
            Task.WaitAll(Enumerable.Range(0, arguments.Workers).Select(_ => Task.Run(() => Work(backend ? corpus : null))).ToArray());
        }
        finally
        {
            Directory.Delete(_scratch, recursive: true);
        }

        Console.WriteLine(_tally.ToString());
        Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        if (_tally.Failures > 0)
        {
            Console.WriteLine($"The failing cases are in '{Path.GetFullPath(_output)}'. Run one again: dotnet run -c Release --project test/Fuzzer -- replay FILE");
        }

        return _tally.Failures == 0 ? 0 : 1;
    }

    private async Task Work(string? corpus)
    {
        WorkerProcess? process = null;
        try
        {
            for (int number; (number = Interlocked.Increment(ref _next) - 1) < arguments.First + arguments.Cases;)
            {
                process ??= new WorkerProcess(arguments, Path.Combine(_scratch, $"{Interlocked.Increment(ref _folders)}"), corpus);
                var outcome = await process.Run(number).ConfigureAwait(false);
                _tally.Add(outcome.Kind, SourceOf(process));
                if (outcome.IsFailure)
                {
                    Keep(process, number, outcome);
                }

                if (!process.IsAlive || process.Done >= CasesOfProcess)
                {
                    process.Dispose();
                    process = null;
                }
            }
        }
        finally
        {
            process?.Dispose();
        }
    }

    private static string SourceOf(WorkerProcess process)
    {
        string path = Path.Combine(process.CaseFolder, "source.txt");
        string name = File.Exists(path) ? File.ReadAllText(path) : "?";
        return name.Split('/', '_')[0];
    }

    private void Keep(WorkerProcess process, int number, Outcome outcome)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_output, $"{outcome.Kind}-{arguments.Seed}-{number}")).FullName;
        foreach (string file in Directory.Exists(process.CaseFolder) ? Directory.GetFiles(process.CaseFolder) : [])
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        File.WriteAllText(Path.Combine(folder, "outcome.txt"), outcome.Detail);
        string shown = outcome.Detail.Split('\n')[0];
        Console.WriteLine($"{outcome.Kind} in case {number} of seed {arguments.Seed}: {(shown.Length > 300 ? shown[..300] : shown)}");
    }
}
