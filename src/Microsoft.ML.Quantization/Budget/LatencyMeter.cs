using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>Times models against the FP32 model on one row until it is clear how they stand to the budget.</summary>
internal sealed class LatencyMeter : ILatencyMeter
{
    private const int MostRounds = 400;

    private readonly ObservedModel _model;
    private readonly TensorValue[]? _row;
    private readonly QuantizationOptions _options;
    private readonly double? _most;
    private readonly SequentialRatio _ratio;

    public LatencyMeter(ObservedModel model, QuantizationOptions options)
    {
        (_model, _options, _most) = (model, options, options.Budget?.MaxLatencyRatio);
        _ratio = new SequentialRatio(_most);
        _row = model.Samples.ToArray().FirstOrDefault();
        if (_row == null && _most != null)
        {
            throw new InvalidOperationException(
                $"MaxLatencyRatio is measured on a row of the data that is fitted, and there is none for '{model.Source.SourcePath}'. Fit it to a few rows, though a calibration table needs none.");
        }
    }

    public LatencyEstimate Measure(OnnxModel model)
    {
        if (_row == null)
        {
            return LatencyEstimate.Unknown;
        }

        var watch = Stopwatch.StartNew();
        var most = TimeSpan.FromSeconds(_most == null ? 1 : 6);
        using var rounds = new TimedRounds([() => new OpenModel(_model.Source, _row, _options.RunSettings), () => new OpenModel(model, _row, _options.RunSettings)], TimeProvider.System);
        return _ratio.Measure(Round, count => watch.Elapsed >= most || count >= MostRounds);

        double Round()
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            double[] times = rounds.Next();
            return times[1] / times[0];
        }
    }
}
