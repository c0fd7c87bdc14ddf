using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>
/// Times models against the FP32 model on one row and one thread, in turn, so that a change in the machine's speed meets both. Every round opens
/// both anew: where weights come to lie in memory changes the time of a small model by a tenth and more for as long as it is open.
/// </summary>
internal sealed class LatencyMeter : ILatencyMeter
{
    private const int MostRounds = 400;

    /// <summary>What takes longer to open is too large for its place in memory to matter, and stays open.</summary>
    private static readonly TimeSpan SlowToOpen = TimeSpan.FromSeconds(0.5);

    private readonly ObservedModel _model;
    private readonly TensorValue[]? _row;
    private readonly QuantizationOptions _options;
    private readonly SequentialRatio _ratio;

    public LatencyMeter(ObservedModel model, QuantizationOptions options)
    {
        (_model, _options, _ratio) = (model, options, new SequentialRatio(options.MaxLatencyRatio));
        _row = model.Samples.ToArray().FirstOrDefault();
        if (_row == null && options.MaxLatencyRatio != null)
        {
            throw new InvalidOperationException(
                $"MaxLatencyRatio is measured on a row of the data that is fitted, and there is none for '{model.Source.SourcePath}'. Fit it to a few rows, though a calibration table needs none.");
        }
    }

    public LatencyEstimate Of(OnnxModel model)
    {
        if (_row == null)
        {
            return LatencyEstimate.Unknown;
        }

        var watch = Stopwatch.StartNew();
        var most = TimeSpan.FromSeconds(_options.MaxLatencyRatio == null ? 1 : 6);
        TimedPair? kept = null;
        try
        {
            return _ratio.Of(Round, rounds => watch.Elapsed >= most || rounds >= MostRounds);
        }
        finally
        {
            kept?.Dispose();
        }

        double Round()
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            var opening = Stopwatch.StartNew();
            var pair = kept ?? new TimedPair(_model.Source, model);
            kept = opening.Elapsed > SlowToOpen ? pair : kept;
            try
            {
                return pair.Ratio(_row);
            }
            finally
            {
                if (kept == null)
                {
                    pair.Dispose();
                }
            }
        }
    }
}
