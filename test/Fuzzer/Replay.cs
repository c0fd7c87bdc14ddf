using System.Diagnostics;
using Fuzzer.Workers;

namespace Fuzzer;

/// <summary>Runs one case again in a process of its own, and tells how it ends.</summary>
internal static class Replay
{
    public static int Run(Arguments arguments)
    {
        if (arguments.Path is not { } path || !File.Exists(path))
        {
            Console.Error.WriteLine(Arguments.Usage);
            return 2;
        }

        // A copy, as a run writes beside its model.
        string folder = Directory.CreateTempSubdirectory("fuzzer-replay-").FullName;
        try
        {
            foreach (string file in Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(path))!).Where(file => new FileInfo(file).Length < 100_000_000))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            // The case's number is in the folder's name: it decides the options.
            string[] parts = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))!).Split('-');
            string seed = parts is [_, _, var number] && int.TryParse(number, out _) ? number : $"{arguments.Seed}";
            using var process = Process.Start(Child.Start("one", "--seed", seed, Path.Combine(folder, Path.GetFileName(path))))!;
            bool ended = process.WaitForExit(TimeSpan.FromSeconds(60));
            if (!ended)
            {
                process.Kill(entireProcessTree: true);
            }

            Console.WriteLine(ended ? $"exit code {process.ExitCode}" : "It has not ended within 60 s.");
            return ended ? process.ExitCode : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
