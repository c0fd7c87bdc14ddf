using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Reports an evaluation through the environment's channels, which end in <c>MLContext.Log</c>.</summary>
internal sealed class EvaluationProgress(MLContext context) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IChannel _channel = CatalogEnvironment.HostOf(context.Transforms).Start("Evaluation");
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The rows, told of as they are read.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="expected">How many there are; <see langword="null"/> where that is not known.</param>
    public LabelledRows Told(LabelledRows rows, long? expected) => rows with { Rows = Told(rows.Rows, expected) };

    public void Finish(long rows) => _channel.Info(MessageSensitivity.None, "Scored {0} rows in FP32 and in INT8 in {1:0.0} s.", rows, _watch.Elapsed.TotalSeconds);

    public void Dispose() => _channel.Dispose();

    private IEnumerable<LabelledRow> Told(IEnumerable<LabelledRow> rows, long? expected)
    {
        long read = 0;
        var said = TimeSpan.Zero;
        foreach (var row in rows)
        {
            yield return row;
            read++;
            if (_watch.Elapsed - said >= Interval)
            {
                said = _watch.Elapsed;
                string left = expected is { } all && all >= read ? string.Create(CultureInfo.InvariantCulture, $", about {said.TotalSeconds * (all - read) / read:0} s left") : "";
                _channel.Info(MessageSensitivity.None, "Scored {0} rows in {1:0.0} s{2}.", read, said.TotalSeconds, left);
            }
        }
    }
}
