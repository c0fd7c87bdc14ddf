namespace Microsoft.ML.Quantization.Calibration;

/// <summary>A number that a calibration method is given. Tables keep it beside the ranges that were chosen with it.</summary>
/// <param name="Option">The option that sets it.</param>
/// <param name="Field">Its name in a saved table.</param>
/// <param name="Value">Where it is in the settings.</param>
/// <param name="Above">It has to be larger than this,</param>
/// <param name="Most">and at most this.</param>
internal sealed record CalibrationParameter(string Option, string Field, Func<CalibrationSettings, double> Value, double Above, double Most)
{
    public bool Allows(double value) => value > Above && value <= Most;
}
