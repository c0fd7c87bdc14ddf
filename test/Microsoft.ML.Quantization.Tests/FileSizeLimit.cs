using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Lets every file of this process grow to so many bytes only, until disposed of: a disk that is full for all it writes.</summary>
internal sealed partial class FileSizeLimit : IDisposable
{
    private const int FileSize = 1;
    private const int FileSizeSignal = 25;
    private static readonly nint Ignore = 1;

    private readonly Limits _before;

    public FileSizeLimit(long bytes)
    {
        // Writing on would otherwise end the process.
        SetHandler(FileSizeSignal, Ignore);
        Assert.AreEqual(0, GetLimits(FileSize, out _before));
        Assert.AreEqual(0, SetLimits(FileSize, _before with { Current = (ulong)bytes }));
    }

    /// <summary>Skips the test where there is no such limit.</summary>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            Assert.Inconclusive("Needs a system that can limit the size of a process's files.");
        }
    }

    public void Dispose() => Assert.AreEqual(0, SetLimits(FileSize, _before));

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimits(int resource, out Limits limits);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimits(int resource, in Limits limits);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limits(ulong Current, ulong Most);
}
