namespace Microsoft.ML.Quantization.Reporting;

/// <summary>One line of a comparison of methods. What was not measured is <see langword="null"/>.</summary>
/// <param name="Name">The method.</param>
internal sealed record MethodRow(string Name)
{
    /// <summary>The FP32 model's accuracy, in the unit of the document's metric.</summary>
    public double? FloatAccuracy { get; init; }

    public double? QuantizedAccuracy { get; init; }

    /// <summary>FP32's accuracy less INT8's: positive is worse.</summary>
    public double? Loss { get; init; }

    /// <summary>The lower end of the loss's 95 % interval.</summary>
    public double? LossLow { get; init; }

    /// <summary>The upper end of the loss's 95 % interval.</summary>
    public double? LossHigh { get; init; }

    /// <summary>The share of rows, 0 to 1, decided as in FP32.</summary>
    public double? Agreement { get; init; }

    /// <summary>The signal-to-quantization-noise ratio of the output in decibels.</summary>
    public double? Sqnr { get; init; }

    /// <summary>The rows that accuracy was measured on.</summary>
    public long? Rows { get; init; }

    /// <summary>The time to quantize, in seconds, without what all methods share.</summary>
    public double? Seconds { get; init; }

    /// <summary>One row's time in FP32.</summary>
    public double? FloatMilliseconds { get; init; }

    public double? QuantizedMilliseconds { get; init; }

    public double? RowsPerSecond { get; init; }

    public long? Bytes { get; init; }

    public long? PeakMemoryBytes { get; init; }

    /// <summary>What it asks of the user, in a few words; empty where nothing is to be said.</summary>
    public string Effort { get; init; } = "";

    /// <summary>In words drawn from the numbers; empty where nothing is to be said.</summary>
    public string BestFor { get; init; } = "";

    /// <summary>Why there is no result; <see langword="null"/> where there is one.</summary>
    public string? Error { get; init; }

    /// <summary>The method's time over FP32's.</summary>
    public double? LatencyRatio { get; init; }
}
