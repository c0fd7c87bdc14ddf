using System.Diagnostics;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>Times models against the FP32 model on one row and one thread, in turn, so that a change in the machine's speed meets both.</summary>
internal sealed class LatencyMeter : ILatencyMeter
{
    private const int MostRounds = 4000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    /// <summary>Where a model is at the edge of a budget.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    private readonly TensorValue[]? _row;
    private readonly SampleRun? _float;
    private readonly QuantizationOptions _options;
    private readonly SequentialRatio _ratio;

    public LatencyMeter(ObservedModel model, QuantizationOptions options)
    {
        (_options, _ratio) = (options, new SequentialRatio(options.MaxLatencyRatio));
        _row = model.Samples.ToArray().FirstOrDefault();
        if (_row == null && options.MaxLatencyRatio != null)
        {
            throw new InvalidOperationException(
                $"MaxLatencyRatio is measured on a row of the data that is fitted, and there is none for '{model.Source.SourcePath}'. Fit it to a few rows, though a calibration table needs none.");
        }

        _float = _row == null ? null : new SampleRun(model.Source);
    }

    public LatencyEstimate Of(OnnxModel model)
    {
        if (_float == null)
        {
            return LatencyEstimate.Unknown;
        }

        using var run = new SampleRun(model);
        var watch = Stopwatch.StartNew();
        var most = _options.MaxLatencyRatio == null ? Enough : Longest;
        return _ratio.Of(() => Time(run) / Time(_float), rounds => watch.Elapsed >= most || rounds >= MostRounds);
    }

    public void Dispose() => _float?.Dispose();

    private TimeSpan Time(SampleRun run)
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        // The first run after another model's pays for the caches that one filled.
        run.Time(_row!);
        return run.Time(_row!);
    }
}
