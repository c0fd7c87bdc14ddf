using System.Runtime.InteropServices;

namespace Fuzzer.Workers;

/// <summary>Lets a process have so much memory only, so that a case which asks for all of it fails alone.</summary>
internal static partial class MemoryLimit
{
    private const int Data = 2;
    private const ulong Most = 6UL << 30;

    public static void Set()
    {
        if (OperatingSystem.IsLinux() && GetLimits(Data, out var limits) == 0)
        {
            _ = SetLimits(Data, limits with { Current = Math.Min(Most, limits.Most) });
        }
    }

    /// <summary>Gives freed memory back to the system, which would otherwise look as if it were in use.</summary>
    public static void GiveBack()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = Trim(0);
            }
            catch (EntryPointNotFoundException)
            {
                // A C library without it has no memory to give back.
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimits(int resource, out Limits limits);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimits(int resource, in Limits limits);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limits(ulong Current, ulong Most);
}
