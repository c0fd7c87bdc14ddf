namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Refuses options that make no sense before any work is done.</summary>
internal static class PipelineOptions
{
    public static QuantizationOptions Checked(QuantizationOptions options)
    {
        AtLeastOne(options.MaxCalibrationRows, nameof(options.MaxCalibrationRows));
        AtLeastOne(options.BatchSize, nameof(options.BatchSize));
        AtLeastOne(options.IntraOpThreads, nameof(options.IntraOpThreads));
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
