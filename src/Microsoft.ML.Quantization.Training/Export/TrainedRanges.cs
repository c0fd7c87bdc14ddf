using Microsoft.ML.Quantization.Training.FakeQuantization;

namespace Microsoft.ML.Quantization.Training.Export;

/// <summary>Puts the activation scales that training has learned into a calibration table.</summary>
internal static class TrainedRanges
{
    public static CalibrationTable Write(CalibrationTable table, FakeQuantizer quantizer) =>
        table.With(tensor => quantizer.Activations.TryGetValue(tensor.Name, out var activation) ? Trained(tensor, activation.Range) : tensor);

    private static CalibratedTensor Trained(CalibratedTensor tensor, (float Low, float High) range)
    {
        string reason = FormattableString.Invariant($"Training changed the calibrated range of {tensor.Low:G4} to {tensor.High:G4} into {range.Low:G4} to {range.High:G4}.");
        return tensor.WithRange(range.Low, range.High, reason);
    }
}
