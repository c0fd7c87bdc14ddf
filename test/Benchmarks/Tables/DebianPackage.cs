using System.Diagnostics;

namespace Benchmarks.Tables;

/// <summary>A package of Debian, downloaded and unpacked into a folder, not installed.</summary>
internal static class DebianPackage
{
    public static string Unpack(string package, string folder)
    {
        Run(folder, "apt-get", "download", package);
        string unpacked = Path.Combine(folder, package);
        Run(folder, "dpkg-deb", "-x", Directory.GetFiles(folder, $"{package}_*.deb").Single(), unpacked);
        return unpacked;
    }

    private static void Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}. The tables come from packages of Debian 12 or later.");
        }
    }
}
