using System.Diagnostics;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Reports a fit through the environment's channels, which end in <c>MLContext.Log</c>.</summary>
internal sealed class HostProgress : IQuantizationProgress, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IChannel _channel;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _said;
    private string _step = "";
    private TimeSpan _stepStart;
    private readonly long? _expected;

    /// <param name="host">Whose channels are told.</param>
    /// <param name="expectedRows">How many rows are to be calibrated; <see langword="null"/> where that is not known.</param>
    public HostProgress(IHost host, long? expectedRows = null)
    {
        _expected = expectedRows;
        // No progress channel: an MLContext shows none and keeps the events of all there ever were.
        _channel = host.Start("Calibration");
    }

    public void RowCalibrated(long rows)
    {
        if (_watch.Elapsed - _said >= Interval)
        {
            _said = _watch.Elapsed;
            if (_expected is { } all && all >= rows && rows > 0)
            {
                _channel.Info(MessageSensitivity.None, "Calibrated {0} of {1} rows in {2:0.0} s, about {3:0} s left.", rows, all, _said.TotalSeconds, _said.TotalSeconds * (all - rows) / rows);
            }
            else
            {
                _channel.Info(MessageSensitivity.None, "Calibrated {0} rows in {1:0.0} s.", rows, _said.TotalSeconds);
            }
        }
    }

    public void Step(string what, long done, long total)
    {
        lock (_watch)
        {
            var now = _watch.Elapsed;
            if (_step != what)
            {
                (_step, _stepStart, _said) = (what, now, now);
            }
            else if (now - _said >= Interval && done > 0)
            {
                _said = now;
                _channel.Info(MessageSensitivity.None, "{0}: {1} of {2}, about {3:0} s left.", what, done, total, (now - _stepStart).TotalSeconds * (total - done) / done);
            }
        }
    }

    public void Message(string text) => _channel.Info(MessageSensitivity.None, "{0}", ForeignText.Line(text, ForeignText.LongestText));

    public void Warning(string text) => _channel.Warning(MessageSensitivity.None, "{0}", ForeignText.Line(text, ForeignText.LongestText));

    /// <summary>Tells what the fit came to.</summary>
    public void Finish(string model, long rows) => _channel.Info(
        MessageSensitivity.None, "Quantized '{0}' on {1} calibration rows in {2:0.0} s.", model, rows, _watch.Elapsed.TotalSeconds);

    public void Dispose() => _channel.Dispose();
}
