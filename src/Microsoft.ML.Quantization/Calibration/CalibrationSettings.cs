namespace Microsoft.ML.Quantization.Calibration;

/// <summary>How ranges are to be chosen.</summary>
/// <param name="Method">By which method.</param>
/// <param name="Percentile">The share of values, in percent, that <see cref="CalibrationMethod.Percentile"/> keeps.</param>
internal readonly record struct CalibrationSettings(CalibrationMethod Method, double Percentile);
