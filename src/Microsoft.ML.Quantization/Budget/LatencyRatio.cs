using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>Times models against the FP32 model on one row, in turn.</summary>
internal sealed class LatencyRatio : IDisposable
{
    private readonly TensorValue[]? _row;
    private readonly SampleRun? _float;

    public LatencyRatio(ObservedModel model)
    {
        _row = model.Samples.ToArray().FirstOrDefault();
        _float = _row == null ? null : new SampleRun(model.Source);
    }

    /// <summary>The time of a row as a multiple of that of FP32; NaN where there is no row.</summary>
    public double Of(OnnxModel model)
    {
        if (_float == null)
        {
            return double.NaN;
        }

        using var run = new SampleRun(model);
        var latency = LatencyComparison.Of(_float, run, _row!);
        return latency.Second / latency.First;
    }

    public void Dispose() => _float?.Dispose();
}
