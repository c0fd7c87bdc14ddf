using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>
/// Has glibc keep what is freed while a training runs. A step allocates and frees the same large tensors again and again; by default
/// glibc gives their pages back to the system each time and gets them back zeroed, which can take longer than the computation.
/// Other C libraries are left alone.
/// </summary>
internal sealed partial class HeapRetention : IDisposable
{
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MapsAtMost = -4;

    // What glibc's own adjustment arrives at in a process that frees large blocks, and its default.
    private const int UsualMapThreshold = 32 << 20;
    private const int UsualMapsAtMost = 65536;

    private static readonly object Guard = new();
    private static int _users;

    public HeapRetention()
    {
        lock (Guard)
        {
            if (_users++ == 0 && IsGlibc)
            {
                _ = SetOption(MapsAtMost, 0);
                _ = SetOption(TrimThreshold, -1);
            }
        }
    }

    private static bool IsGlibc => OperatingSystem.IsLinux() && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    public void Dispose()
    {
        lock (Guard)
        {
            if (--_users == 0 && IsGlibc)
            {
                _ = SetOption(MapsAtMost, UsualMapsAtMost);
                _ = SetOption(MapThreshold, UsualMapThreshold);
                _ = SetOption(TrimThreshold, 2 * UsualMapThreshold);
                _ = Trim(0);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
