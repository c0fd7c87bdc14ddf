using System.Diagnostics;

namespace Benchmarks;

/// <summary>Runs a part of a benchmark in a process of its own, which nothing has warmed up.</summary>
internal static class FreshProcess
{
    /// <summary>What this program writes when it is started with <paramref name="arguments"/>.</summary>
    public static string Run(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        bool hosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, hosted ? [typeof(FreshProcess).Assembly.Location, .. arguments] : arguments) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? output : throw new InvalidOperationException($"The process '{string.Join(' ', arguments)}' ended with {child.ExitCode}.");
    }
}
