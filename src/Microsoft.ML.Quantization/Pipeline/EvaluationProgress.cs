using System.Diagnostics;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Reports an evaluation through the environment's channels, which end in <c>MLContext.Log</c>.</summary>
internal sealed class EvaluationProgress(MLContext context) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IChannel _channel = CatalogEnvironment.Of(context.Transforms).Register("Quantization").Start("Evaluation");
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The rows, told of as they are read.</summary>
    public LabelledRows Told(LabelledRows rows) => rows with { Rows = Told(rows.Rows) };

    public void Finish(long rows) => _channel.Info(MessageSensitivity.None, "Scored {0} rows in FP32 and in INT8 in {1:0.0} s.", rows, _watch.Elapsed.TotalSeconds);

    public void Dispose() => _channel.Dispose();

    private IEnumerable<LabelledRow> Told(IEnumerable<LabelledRow> rows)
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
                _channel.Info(MessageSensitivity.None, "Read {0} rows in {1:0.0} s.", read, said.TotalSeconds);
            }
        }
    }
}
