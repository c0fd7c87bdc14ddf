using System.Globalization;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Stops a run that takes too long, or in which the process grows by a good part of the machine's memory.</summary>
internal sealed class RunWatch : IDisposable
{
    private const int Milliseconds = 50;
    private const long LeastMemory = 1L << 30;
    private const int MemoryShare = 8;

    private readonly Action<string> _stop;
    private readonly double _seconds;
    private readonly long _most;
    private readonly long _start = Environment.TickCount64;
    private readonly long _before = Environment.WorkingSet;
    private readonly Timer _timer;
    private readonly object _lock = new();
    private bool _disposed;

    /// <param name="seconds">How long it may take.</param>
    /// <param name="stop">Told why it has to stop.</param>
    public RunWatch(double seconds, Action<string> stop)
    {
        (_seconds, _stop) = (seconds, stop);
        _most = Math.Max(LeastMemory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryShare);
        _timer = new Timer(_ => Look(), null, Milliseconds, Milliseconds);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        _timer.Dispose();
    }

    private void Look()
    {
        string? reason = Environment.TickCount64 - _start > _seconds * 1000 ? string.Create(CultureInfo.InvariantCulture, $"it was not done after {_seconds:0.#} s")
            : Environment.WorkingSet - _before > _most ? string.Create(CultureInfo.InvariantCulture, $"it took over {_most >> 20:N0} MB of memory")
            : null;
        lock (_lock)
        {
            if (reason != null && !_disposed)
            {
                _stop(reason);
            }
        }
    }
}
