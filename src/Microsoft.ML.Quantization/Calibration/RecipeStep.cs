namespace Microsoft.ML.Quantization.Calibration;

/// <summary>What can be done to the numbers of a model after its ranges are known.</summary>
[Flags]
internal enum RecipeStep
{
    None = 0,

    /// <summary>Ranges by the error that consumers make of them.</summary>
    ConsumerRanges = 1,

    /// <summary>Channels scaled, and clipped where that is worth it.</summary>
    Equalize = 2,

    /// <summary>Channels shifted; exact.</summary>
    Shift = 4,

    /// <summary>Weights rounded by the covariance of their inputs.</summary>
    GramRounding = 8,

    /// <summary>Ends of ranges moved, each by what the INT8 model makes of it.</summary>
    RangeDescent = 16,
}
