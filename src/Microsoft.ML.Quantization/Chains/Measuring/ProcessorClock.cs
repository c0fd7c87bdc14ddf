using System.Diagnostics;

namespace Microsoft.ML.Quantization.Chains.Measuring;

/// <summary>
/// The processor time of the process, as stages may score on threads of their own. Where the system counts it in ticks of many milliseconds, elapsed time stands
/// for it: what is timed runs on one thread.
/// </summary>
internal static class ProcessorClock
{
    public static TimeSpan Now =>
#if NET9_0_OR_GREATER
        OperatingSystem.IsWindows() ? Elapsed : Environment.CpuUsage.TotalTime;
#else
        Elapsed;
#endif

    private static TimeSpan Elapsed => Stopwatch.GetElapsedTime(0);
}
