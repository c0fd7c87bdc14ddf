namespace Microsoft.ML.Quantization.Comparison;

/// <summary>Watches by how much the working set of the process grows.</summary>
internal sealed class PeakWorkingSet : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly Timer _timer;
    private readonly long _start;
    private long _peak;

    public PeakWorkingSet()
    {
        // What earlier work left behind would be used again, and not be seen.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _start = _peak = Environment.WorkingSet;
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>The growth so far in bytes; <see langword="null"/> where there was none to see.</summary>
    public long? Growth()
    {
        Look();
        long growth = Interlocked.Read(ref _peak) - _start;
        return growth > 0 ? growth : null;
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long now = Environment.WorkingSet;
        long seen = Interlocked.Read(ref _peak);
        while (now > seen)
        {
            long before = Interlocked.CompareExchange(ref _peak, now, seen);
            if (before == seen)
            {
                break;
            }

            seen = before;
        }
    }
}
