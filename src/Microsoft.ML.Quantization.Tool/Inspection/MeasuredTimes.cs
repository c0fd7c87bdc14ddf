namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>The time of a row in FP32 and in INT8 on this machine, one thread.</summary>
internal sealed record MeasuredTimes
{
    /// <summary>What the rows are, in a few words.</summary>
    public required string Rows { get; init; }

    /// <summary>Where the FP32 model is from; <see langword="null"/> where there is none.</summary>
    public string? FloatModel { get; init; }

    /// <summary>Where the INT8 model is from; <see langword="null"/> where no node would run in INT8.</summary>
    public string? QuantizedModel { get; init; }

    public TimeSpan? Float { get; init; }

    public TimeSpan? Quantized { get; init; }

    /// <summary>The median ratio of INT8 to FP32, where both were measured.</summary>
    public double? Ratio { get; init; }

    public ConfidenceInterval? Interval { get; init; }

    /// <summary>What costs say of the INT8 form of default options.</summary>
    public EstimatedRatio? Estimate { get; init; }
}
