namespace Microsoft.ML.Quantization.Comparison;

/// <summary>What is compared where nothing was asked for: all that post-training quantization can do.</summary>
internal static class DefaultMethods
{
    private static readonly (string Name, CalibrationMethod Method, bool PerChannel)[] Ways =
    [
        ("min-max", CalibrationMethod.MinMax, true),
        ("entropy", CalibrationMethod.Entropy, true),
        ("percentile", CalibrationMethod.Percentile, true),
        ("mean squared error", CalibrationMethod.MeanSquaredError, true),
        ("auto", CalibrationMethod.Auto, true),
        ("mean sq. error, per tensor", CalibrationMethod.MeanSquaredError, false),
    ];

    /// <param name="options">What all of them start from.</param>
    public static IReadOnlyList<QuantizationCandidate> Of(QuantizationOptions options) =>
        [.. Ways.Select(way => QuantizationCandidate.PostTraining(way.Name, options with { Calibration = way.Method, PerChannel = way.PerChannel }))];
}
