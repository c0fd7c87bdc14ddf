namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Refuses options that make no sense before any work is done.</summary>
internal static class PipelineOptions
{
    public static QuantizationOptions Checked(QuantizationOptions options)
    {
        AtLeastOne(options.MaxCalibrationRows, nameof(options.MaxCalibrationRows));
        AtLeastOne(options.BatchSize, nameof(options.BatchSize));
        AtLeastOne(options.IntraOpThreads, nameof(options.IntraOpThreads));
        if (!Enum.IsDefined(options.Calibration))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Calibration, $"'{options.Calibration}' is no calibration method.");
        }

        if (options.Calibration == CalibrationMethod.Percentile && options.Percentile is not (> 50 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Percentile, $"{nameof(options.Percentile)} must be above 50 and at most 100.");
        }

        return options;
    }

    private static void AtLeastOne(int? value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 or more, or null.");
        }
    }
}
