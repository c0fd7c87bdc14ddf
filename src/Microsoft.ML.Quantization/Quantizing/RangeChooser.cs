using Microsoft.ML.Quantization.Calibration;
namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Chooses the ranges of tensors from what was observed of them, by any method and as often as wanted.</summary>
internal static class RangeChooser
{
    public static CalibratedTensor[] Choose(Observation observation, string[] tensors, QuantizationOptions options)
    {
        var ranges = new CalibratedTensor[tensors.Length];
        Parallel.For(
            0,
            tensors.Length,
            new ParallelOptions { CancellationToken = options.CancellationToken },
            i => ranges[i] = CalibratedTensor.Create(tensors[i], observation.Sketches[tensors[i]], options.CalibrationSettings));
        return ranges;
    }
}
